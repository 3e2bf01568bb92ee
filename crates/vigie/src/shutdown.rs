//! The wish to stop, from the keyboard or the system, told to everybody who works.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::failure::Outcome;

/// Tells whether the program shall stop.
#[derive(Debug, Clone)]
pub struct Shutdown {
    stop: watch::Sender<bool>,
}

impl Shutdown {
    /// Listens to SIGINT (Ctrl-C) and SIGTERM.
    pub fn listen() -> Outcome<Self> {
        let shutdown = Self {
            stop: watch::Sender::new(false),
        };
        let (mut interrupt, mut terminate) = (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        );
        let listener = shutdown.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            listener.start();
        });
        Ok(shutdown)
    }

    /// Tells everybody to stop.
    pub fn start(&self) {
        self.stop.send_replace(true);
    }

    /// Ends when the program shall stop.
    pub fn wait(&self) -> impl Future<Output = ()> + Send + 'static + use<> {
        let mut stop = self.stop.subscribe();
        async move {
            // The sender lives as long as anybody can call this, so an error means the end, too.
            let _ = stop.wait_for(|stop| *stop).await;
        }
    }
}
