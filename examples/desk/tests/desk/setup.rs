//! Starts a desk for each test, with keys and fields that Python and OpenSSL made (tests/vectors).

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
};

use serde_json::{Value, json};
use ureq::{
    Agent,
    http::{HeaderMap, Request, Response},
};

pub struct Desk {
    child: Mutex<Child>,
    pub address: String,
    agent: Agent,
}

impl Desk {
    pub fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_desk"))
            .args(["--data".as_ref(), folder.join("data").as_os_str()])
            .args(["--secrets".as_ref(), secrets(folder).as_os_str()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let config = Agent::config_builder().http_status_as_error(false).build();
        Self { child: Mutex::new(child), address: address.trim().to_owned(), agent: config.into() }
    }

    /// Ends the desk without a chance to finish, like a power cut.
    pub fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Calls the desk as a widget does. Returns the status and the body of the response.
    pub fn post(&self, path: &str, body: &str) -> (u16, Value) {
        self.try_post(path, body).unwrap()
    }

    /// [`post`](Self::post) to a desk that may end during the call.
    pub fn try_post(&self, path: &str, body: &str) -> Result<(u16, Value), ureq::Error> {
        let request = self.agent.post(format!("{}{path}", self.address)).content_type("application/json");
        request.send(body).and_then(read)
    }

    /// The preflight request of a browser for a page of another origin.
    pub fn preflight(&self, path: &str, origin: &str) -> Response<ureq::Body> {
        let request = self.agent.options(format!("{}{path}", self.address)).header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        request.header("access-control-request-headers", "content-type").call().unwrap()
    }

    /// Calls the desk as its own page does.
    pub fn get(&self, path: &str) -> Value {
        let (status, body) = read(self.agent.get(format!("{}/desk/{path}", self.address)).call().unwrap()).unwrap();
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub fn put(&self, path: &str, body: &Value) -> u16 {
        self.agent.put(format!("{}/desk/{path}", self.address)).send_json(body).unwrap().status().as_u16()
    }

    pub fn delete(&self, path: &str) -> u16 {
        self.agent.delete(format!("{}/desk/{path}", self.address)).call().unwrap().status().as_u16()
    }

    pub fn page(&self) -> String {
        self.agent.get(&self.address).call().unwrap().body_mut().read_to_string().unwrap()
    }

    /// The status of a request with another header.
    pub fn get_with(&self, path: &str, header: &str, value: &str) -> u16 {
        let request = self.agent.get(format!("{}/desk/{path}", self.address)).header(header, value);
        request.call().unwrap().status().as_u16()
    }

    /// The status and headers of a conditional request.
    pub fn conditional(&self, method: &str, path: &str) -> (u16, HeaderMap) {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        let request = request.header("if-none-match", "*").header("if-modified-since", "Sat, 28 Nov 2026 00:00:00 GMT");
        let response = self.agent.run(request.body(()).unwrap()).unwrap();
        (response.status().as_u16(), response.headers().clone())
    }

    pub fn open(&self, brand: &str, fields: &Value) -> (u16, Value) {
        self.post(&format!("/brands/{brand}/open"), &json!({"fields": fields}).to_string())
    }

    pub fn say(&self, brand: &str, fields: &Value, text: &str) -> (u16, Value) {
        self.post(&format!("/brands/{brand}/messages"), &json!({"fields": fields, "text": text}).to_string())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.kill();
    }
}

fn read(mut response: Response<ureq::Body>) -> Result<(u16, Value), ureq::Error> {
    let text = response.body_mut().read_to_string()?;
    Ok((response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null)))
}

pub fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn case(brand: &str) -> Value {
    let cases: Vec<Value> = serde_json::from_slice(&fs::read(vectors().join("verify.json")).unwrap()).unwrap();
    let id = format!("{brand}-round-trip");
    cases.into_iter().find(|case| case["id"] == id.as_str()).unwrap()
}

/// The brand's first key.
pub fn key(brand: &str) -> String {
    let key = &case(brand)["keys"][0];
    match key["file"].as_str() {
        Some(file) => fs::read_to_string(vectors().join("keys").join(file)).unwrap(),
        None => key["text"].as_str().unwrap().to_owned(),
    }
}

/// The fields that a page gives to the brand's widget when Jane Doe is signed in.
pub fn jane(brand: &str) -> Value {
    let mut fields: Value = serde_json::from_str(case(brand)["body"].as_str().unwrap()).unwrap();
    if brand == "thread" {
        // Not signed, and different at this desk.
        fields["appId"] = "demo".into();
    }
    fields
}

fn secrets(folder: &Path) -> PathBuf {
    let secrets = folder.join("secrets");
    fs::create_dir_all(&secrets).unwrap();
    for brand in ["reamaze", "fernand", "bookbag", "thread"] {
        fs::write(secrets.join(format!("{brand}.txt")), key(brand)).unwrap();
    }
    fs::write(secrets.join("orlo-public.pem"), key("orlo")).unwrap();
    secrets
}
