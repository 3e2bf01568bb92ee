//! Answers that take a while to compute and that anybody may ask for: computed by one asker at a time, away from the
//! threads that answer, and kept for some seconds.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::system::SystemError;

/// How long an answer is kept.
const KEPT_FOR: Duration = Duration::from_secs(10);
/// Answers of one sort, by what was asked; at most so many of them.
#[derive(Debug)]
pub struct Kept<K, V, const MOST: usize = 256> {
    kept: Mutex<HashMap<K, (Instant, Arc<V>)>>,
    computing: tokio::sync::Mutex<()>,
}

impl<K, V, const MOST: usize> Default for Kept<K, V, MOST> {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            computing: tokio::sync::Mutex::default(),
        }
    }
}

impl<K: Eq + Hash, V: Send + 'static, const MOST: usize> Kept<K, V, MOST> {
    /// The answer of the last ten seconds, or a new one.
    ///
    /// # Errors
    /// When the server stops meanwhile.
    pub async fn get(
        &self,
        key: K,
        compute: impl FnOnce() -> V + Send + 'static,
    ) -> Result<Arc<V>, SystemError> {
        if let Some(fresh) = self.fresh(&key) {
            return Ok(fresh);
        }
        let _computing = self.computing.lock().await;
        // Someone else may have computed it meanwhile.
        if let Some(fresh) = self.fresh(&key) {
            return Ok(fresh);
        }
        let computed = tokio::task::spawn_blocking(compute).await;
        let computed = Arc::new(computed.map_err(|_| SystemError::Stopping)?);
        let mut kept = self.kept.lock();
        kept.retain(|_, (at, _)| at.elapsed() < KEPT_FOR);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, (Instant::now(), Arc::clone(&computed)));
        Ok(computed)
    }

    fn fresh(&self, key: &K) -> Option<Arc<V>> {
        let kept = self.kept.lock();
        let (at, answer) = kept.get(key)?;
        (at.elapsed() < KEPT_FOR).then(|| Arc::clone(answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_question_is_computed_once_and_few_answers_are_kept() {
        let kept: Kept<u32, u32, 2> = Kept::default();
        assert_eq!(*kept.get(1, || 10).await.unwrap(), 10);
        assert_eq!(*kept.get(1, || 99).await.unwrap(), 10);
        for key in 2..10 {
            kept.get(key, move || key * 10).await.unwrap();
            assert!(kept.kept.lock().len() <= 2);
        }
    }
}
