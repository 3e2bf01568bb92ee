//! A keep-alive HTTP/1.1 connection to our own server, for the demo and the benchmark.
//!
//! It does next to nothing besides moving bytes, so that what is measured beside it is the server. Reports to other
//! machines go through a real client (`commands/report/send.rs`).

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Largest answer that is believed, in bytes.
const LARGEST_ANSWER: usize = 64 << 20;

/// One connection, used for one request after the other.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
}

/// An answer; its body lives until the next request.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

/// How long the body is, as the head of the answer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    status: u16,
    bytes_before_body: usize,
    /// `None` when the body comes in chunks that tell their length.
    body_bytes: Option<usize>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            request: Vec::new(),
            answer: Vec::new(),
        })
    }

    /// Asks for an address such as `/healthz`.
    pub async fn get(&mut self, target: &str) -> io::Result<Answer<'_>> {
        self.get_as(target, None).await
    }

    /// Asks for an address with a cookie.
    pub async fn get_as(&mut self, target: &str, cookie: Option<&str>) -> io::Result<Answer<'_>> {
        self.start("GET", target);
        if let Some(cookie) = cookie {
            for part in ["cookie: ", cookie, "\r\n"] {
                self.request.extend_from_slice(part.as_bytes());
            }
        }
        self.request.extend_from_slice(b"\r\n");
        self.exchange().await
    }

    /// Sends a body with a token.
    pub async fn post(&mut self, target: &str, token: &str, body: &[u8]) -> io::Result<Answer<'_>> {
        self.start("POST", target);
        let head = format!(
            "authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.request.extend_from_slice(head.as_bytes());
        self.request.extend_from_slice(body);
        self.exchange().await
    }

    fn start(&mut self, method: &str, target: &str) {
        self.request.clear();
        for part in [
            method,
            " ",
            target,
            " HTTP/1.1\r\nhost: vigie\r\naccept: application/json\r\n",
        ] {
            self.request.extend_from_slice(part.as_bytes());
        }
    }

    async fn exchange(&mut self) -> io::Result<Answer<'_>> {
        self.stream.write_all(&self.request).await?;
        self.answer.clear();
        let head = loop {
            if let Some(head) = read_head(&self.answer)? {
                break head;
            }
            self.receive().await?;
        };
        let end = match head.body_bytes {
            Some(body_bytes) => head.bytes_before_body + body_bytes,
            None => self.receive_chunks(head.bytes_before_body).await?,
        };
        while self.answer.len() < end {
            self.receive().await?;
        }
        let body = self
            .answer
            .get(head.bytes_before_body..end)
            .unwrap_or_default();
        Ok(Answer {
            status: head.status,
            body,
        })
    }

    /// Receives all chunks and joins them; returns where the body ends.
    async fn receive_chunks(&mut self, start: usize) -> io::Result<usize> {
        loop {
            if let Some(body) = join_chunks(self.answer.get(start..).unwrap_or_default())? {
                self.answer.truncate(start);
                self.answer.extend_from_slice(&body);
                return Ok(self.answer.len());
            }
            self.receive().await?;
        }
    }

    async fn receive(&mut self) -> io::Result<()> {
        self.answer.reserve(4096);
        match self.stream.read_buf(&mut self.answer).await? {
            0 => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the server has closed the connection",
            )),
            _ if self.answer.len() > LARGEST_ANSWER => {
                Err(malformed("an answer of more than 64 MiB"))
            }
            _ => Ok(()),
        }
    }
}

/// The head, once it is there as a whole.
fn read_head(bytes: &[u8]) -> io::Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = bytes
        .get(..end)
        .and_then(|head| std::str::from_utf8(head).ok());
    let mut lines = text
        .ok_or_else(|| malformed("a head that is no text"))?
        .split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.get(9..12))
        .and_then(|digits| digits.parse().ok());
    let status: u16 = status.ok_or_else(|| malformed("an answer without status"))?;
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let header = |wanted: &str| {
        let found = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.trim())
    };
    let body_bytes = match header("content-length") {
        Some(digits) => Some(
            digits
                .parse()
                .map_err(|_| malformed("a length that is no number"))?,
        ),
        None if matches!(status, 204 | 304) => Some(0),
        None if header("transfer-encoding") == Some("chunked") => None,
        None => return Err(malformed("an answer without length")),
    };
    Ok(Some(Head {
        status,
        bytes_before_body: end + 4,
        body_bytes,
    }))
}

/// The body of an answer in chunks, once the last one is there.
fn join_chunks(mut rest: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|window| window == b"\r\n") else {
            return Ok(None);
        };
        let digits = rest
            .get(..end)
            .and_then(|line| std::str::from_utf8(line).ok())
            .unwrap_or_default();
        let length = usize::from_str_radix(digits.trim(), 16)
            .map_err(|_| malformed("a chunk without length"))?;
        let Some(chunk) = rest.get(end + 2..end + 2 + length) else {
            return Ok(None);
        };
        let Some(next) = rest.get(end + 4 + length..) else {
            return Ok(None);
        };
        if length == 0 {
            return Ok(Some(body));
        }
        body.extend_from_slice(chunk);
        rest = next;
    }
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        assert_eq!(
            read_head(b"HTTP/1.1 201 Created\r\ncontent-le").unwrap(),
            None
        );
        let head = read_head(b"HTTP/1.1 201 Created\r\nContent-Length: 12\r\n\r\n{").unwrap();
        assert_eq!(
            head,
            Some(Head {
                status: 201,
                bytes_before_body: 44,
                body_bytes: Some(12)
            })
        );
    }

    #[test]
    fn chunks_are_joined_once_the_last_one_is_there() {
        assert_eq!(join_chunks(b"4\r\nVigi\r\n1\r\ne\r\n").unwrap(), None);
        assert_eq!(
            join_chunks(b"4\r\nVigi\r\n1\r\ne\r\n0\r\n\r\n")
                .unwrap()
                .unwrap(),
            b"Vigie"
        );
    }

    #[test]
    fn an_answer_without_length_is_refused() {
        assert!(read_head(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").is_err());
    }
}
