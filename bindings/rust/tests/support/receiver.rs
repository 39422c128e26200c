//! A receiver on loopback that behaves well and badly.

#![expect(clippy::expect_used, clippy::string_slice, reason = "a test may stop here")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the receiver does with a connection.
#[derive(Debug, Clone)]
pub(crate) enum Behaviour {
    /// Reads the request and answers with these bytes.
    Answer(Vec<u8>),
    /// Reads the request and says nothing.
    Stall,
    /// Ends the connection in the middle of the request.
    Reset,
    /// Reads the request and answers without an end.
    Flood,
}

/// Listens on a free port for as long as the process lives.
pub(crate) struct Receiver {
    pub(crate) url: String,
    connections: Arc<AtomicUsize>,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let url = format!("http://{}/telemetry", listener.local_addr().expect("it listens"));
        let connections = Arc::new(AtomicUsize::new(0));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let receiver = Self { url, connections: Arc::clone(&connections), requests: Arc::clone(&requests) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (behaviour, requests) = (behaviour.clone(), Arc::clone(&requests));
                // A client that goes away is part of the tests.
                thread::spawn(move || serve(&stream, &behaviour, &requests).is_ok());
            }
        });
        receiver
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn serve(
    mut stream: &TcpStream,
    behaviour: &Behaviour,
    requests: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    if matches!(behaviour, Behaviour::Reset) {
        // Closed with bytes that nobody has read, a connection is reset.
        stream.peek(&mut [0])?;
        return Ok(());
    }
    let request = read_request(stream)?;
    requests.lock().expect("no test panics while it holds this").push(request);
    match behaviour {
        Behaviour::Answer(bytes) => stream.write_all(bytes),
        Behaviour::Stall => stream.read(&mut [0]).map(drop),
        Behaviour::Flood => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b'x'; 65536])?;
            }
        }
        Behaviour::Reset => Ok(()),
    }
}

/// The head and the body, as text.
fn read_request(stream: &TcpStream) -> std::io::Result<String> {
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let start = request.len();
        reader.read_line(&mut request)?;
        let line = request[start..].trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    request.push_str(&String::from_utf8_lossy(&body));
    Ok(request)
}
