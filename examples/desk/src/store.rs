//! The database: one thread writes, and what it acknowledges is on the disk.

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

/// So many changes share one commit at most.
const LARGEST_BATCH: usize = 256;

#[derive(Clone)]
pub struct Store {
    writer: mpsc::SyncSender<Box<dyn Change>>,
    readers: Arc<Readers>,
}

/// Connections that read; as many as are needed at once.
struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the database in a folder that others on the machine cannot enter.
    pub fn open(folder: &Path) -> std::result::Result<Self, Box<dyn std::error::Error>> {
        private::folder(folder)?;
        let file = folder.join("desk.db");
        // SQLite gives the files beside it the same permissions.
        for name in ["desk.db", "desk.db-wal", "desk.db-shm"] {
            private::file(&folder.join(name), name == "desk.db")?;
        }
        let mut connection = Connection::open(&file)?;
        schema::make(&connection)?;
        let (writer, changes) = mpsc::sync_channel(4096);
        thread::Builder::new().name("writer".to_owned()).spawn(move || write_all(&mut connection, &changes))?;
        Ok(Self { writer, readers: Arc::new(Readers { file, idle: Mutex::default() }) })
    }

    /// Makes a change; done when it is on the disk.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> answer::Result<T> {
        let (done, result) = oneshot::channel();
        let pending = Pending { change: Some(change), made: None, done: Some(done) };
        let writer = self.writer.clone();
        // Where thousands wait, this waits too, on a thread that may.
        match writer.try_send(Box::new(pending)) {
            Ok(()) => {}
            Err(mpsc::TrySendError::Full(pending)) => {
                spawn_blocking(move || writer.send(pending)).await?.map_err(Failure::internal)?;
            }
            Err(gone @ mpsc::TrySendError::Disconnected(_)) => return Err(Failure::internal(gone)),
        }
        Ok(result.await.map_err(Failure::internal)??)
    }

    /// Reads on a thread that may wait for the disk.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> answer::Result<T> {
        let readers = Arc::clone(&self.readers);
        Ok(spawn_blocking(move || readers.read(query)).await??)
    }

    /// [`read`](Self::read) and [`write`](Self::write) before there are requests.
    pub fn at_start<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
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

/// A change on its way through the writer.
trait Change: Send {
    /// Whether it was made whole.
    fn make(&mut self, connection: &Connection) -> bool;
    /// Called once what was made is on the disk.
    fn acknowledge(&mut self);
}

struct Pending<T, F> {
    change: Option<F>,
    made: Option<Result<T>>,
    done: Option<oneshot::Sender<Result<T>>>,
}

impl<T: Send, F: FnOnce(&Connection) -> Result<T> + Send> Change for Pending<T, F> {
    fn make(&mut self, connection: &Connection) -> bool {
        self.made = self.change.take().map(|change| change(connection));
        matches!(self.made, Some(Ok(_)))
    }

    fn acknowledge(&mut self) {
        if let (Some(done), Some(made)) = (self.done.take(), self.made.take()) {
            // Who asked may have gone; the change stays.
            let _ = done.send(made);
        }
    }
}

/// Many requests share one commit, which is what takes time. Each is answered after it.
fn write_all(connection: &mut Connection, changes: &mpsc::Receiver<Box<dyn Change>>) {
    while let Ok(first) = changes.recv() {
        let mut batch = vec![first];
        batch.extend(changes.try_iter().take(LARGEST_BATCH - 1));
        match commit(connection, &mut batch) {
            Ok(()) => batch.iter_mut().for_each(|change| change.acknowledge()),
            // Dropped, which tells those who wait.
            Err(error) => eprintln!("nothing was written: {error}"),
        }
    }
}

/// A change that fails leaves nothing of its own, and the others stand.
fn commit(connection: &mut Connection, batch: &mut [Box<dyn Change>]) -> Result<()> {
    let mut transaction = connection.transaction()?;
    for change in batch {
        let savepoint = transaction.savepoint()?;
        if change.make(&savepoint) {
            savepoint.commit()?;
        }
    }
    visits::forget_old(&transaction)?;
    transaction.commit()
}
