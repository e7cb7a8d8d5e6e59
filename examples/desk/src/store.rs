//! The database. One thread writes, and acknowledges a change only when it is on the disk.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, mpsc},
    thread,
};

use rusqlite::{Connection, Result};
use tokio::{sync::oneshot, task::spawn_blocking};

use crate::{
    answer::{self, Failure},
    private, schema, visits,
};

/// The largest number of changes in one commit.
const MAX_BATCH: usize = 256;

#[derive(Clone)]
pub struct Store {
    writer: mpsc::SyncSender<Box<dyn Change>>,
    readers: Arc<Readers>,
}

/// The connections that read. Their number grows with the load.
struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the database, in a folder that only its owner can enter.
    pub fn open(folder: &Path) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        private::create_folder(folder)?;
        let file = folder.join("desk.db");
        // SQLite gives new -wal and -shm files the permissions of the database.
        for name in ["desk.db", "desk.db-wal", "desk.db-shm"] {
            private::restrict_file(&folder.join(name), name == "desk.db")?;
        }
        let mut connection = Connection::open(&file)?;
        schema::create(&connection)?;
        let (writer, changes) = mpsc::sync_channel(4096);
        thread::Builder::new().name("writer".to_owned()).spawn(move || write_all(&mut connection, &changes))?;
        Ok(Self { writer, readers: Arc::new(Readers { file, idle: Mutex::default() }) })
    }

    /// Makes a change and returns when it is on the disk.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> answer::Result<T> {
        let (reply, answer) = oneshot::channel();
        let pending = Pending { change: Some(change), result: None, reply: Some(reply) };
        let writer = self.writer.clone();
        // A full queue blocks, so this waits on a thread that may block.
        match writer.try_send(Box::new(pending)) {
            Ok(()) => {}
            Err(mpsc::TrySendError::Full(pending)) => {
                spawn_blocking(move || writer.send(pending)).await?.map_err(Failure::internal)?;
            }
            Err(error @ mpsc::TrySendError::Disconnected(_)) => return Err(Failure::internal(error)),
        }
        Ok(answer.await.map_err(Failure::internal)??)
    }

    /// Reads on a thread that may block.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> answer::Result<T> {
        let readers = Arc::clone(&self.readers);
        Ok(spawn_blocking(move || readers.read(query)).await??)
    }

    /// Reads and writes at once, before the desk answers requests.
    pub fn transaction<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut connection = Connection::open(&self.readers.file)?;
        let transaction = connection.transaction()?;
        let result = change(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

impl Readers {
    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let connection = idle.map_or_else(|| Connection::open(&self.file), Ok)?;
        let result = query(&connection);
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(connection);
        }
        result
    }
}

/// A change in the queue of the writer.
trait Change: Send {
    /// Makes the change, and returns whether it succeeded.
    fn apply(&mut self, connection: &Connection) -> bool;
    /// Reports the result, once the change is on the disk.
    fn acknowledge(&mut self);
}

struct Pending<T, F> {
    change: Option<F>,
    result: Option<Result<T>>,
    reply: Option<oneshot::Sender<Result<T>>>,
}

impl<T: Send, F: FnOnce(&Connection) -> Result<T> + Send> Change for Pending<T, F> {
    fn apply(&mut self, connection: &Connection) -> bool {
        self.result = self.change.take().map(|change| change(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn acknowledge(&mut self) {
        if let (Some(reply), Some(result)) = (self.reply.take(), self.result.take()) {
            // The client may have disconnected. The change stays.
            let _ = reply.send(result);
        }
    }
}

/// Commits many changes at once, because a commit takes most of the time. Each request is answered after its commit.
fn write_all(connection: &mut Connection, changes: &mpsc::Receiver<Box<dyn Change>>) {
    while let Ok(first) = changes.recv() {
        let mut batch = vec![first];
        batch.extend(changes.try_iter().take(MAX_BATCH - 1));
        match commit(connection, &mut batch) {
            Ok(()) => batch.iter_mut().for_each(|change| change.acknowledge()),
            // Dropping the batch ends the requests that wait for it.
            Err(error) => eprintln!("The database wrote nothing: {error}"),
        }
    }
}

/// A change that fails is rolled back. The others of the batch stay.
fn commit(connection: &mut Connection, batch: &mut [Box<dyn Change>]) -> Result<()> {
    let mut transaction = connection.transaction()?;
    for change in batch {
        let savepoint = transaction.savepoint()?;
        if change.apply(&savepoint) {
            savepoint.commit()?;
        }
    }
    visits::delete_old(&transaction)?;
    transaction.commit()
}
