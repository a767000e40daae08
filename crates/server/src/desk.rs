//! The store behind the pages: readers, one who writes, one who tells, and pages kept ready.

use crate::answer::Problem;
use crate::ready::{Packed, Ready};
use flate2::Compression;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tellings_store::{Reader, Store, StoreError};

/// Opens the store for writing, with the settings of the program.
pub type Opener = Box<dyn Fn(&Path) -> Result<Store, StoreError> + Send + Sync>;

/// How long whoever adds something waits for its story.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the teller waits for another process.
const PAUSE: Duration = Duration::from_millis(500);

/// A store and all that serves it.
pub struct Desk {
    path: PathBuf,
    open: Opener,
    settings: Vec<(&'static str, String)>,
    readers: Mutex<Vec<Reader>>,
    writer: Mutex<Option<Store>>,
    orders: Mutex<Orders>,
    changed: Condvar,
    ready: Mutex<Ready>,
    /// Signs forms; made anew with every process.
    pub(crate) secret: [u8; 32],
    /// Signatures of forms that were given.
    pub(crate) n_forms: AtomicU64,
}

/// How often telling was asked for, and up to which of these it was done.
#[derive(Default)]
struct Orders {
    asked: u64,
    done: u64,
    /// Why the last telling failed.
    failed: Option<String>,
}

impl Desk {
    /// A desk over the store at `path`, which is made where it is absent. `settings` are the parts
    /// of the program's settings, as it writes them, for the page on the method.
    pub fn new(
        path: &Path,
        open: Opener,
        settings: Vec<(&'static str, String)>,
    ) -> Result<Self, StoreError> {
        let writer = open(path)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| StoreError::Io(error.into()))?;
        Ok(Self {
            path: path.to_owned(),
            readers: Mutex::new(vec![Reader::open(path)?]),
            open,
            settings,
            writer: Mutex::new(Some(writer)),
            orders: Mutex::default(),
            changed: Condvar::new(),
            ready: Mutex::default(),
            secret,
            n_forms: AtomicU64::default(),
        })
    }

    pub(crate) fn settings(&self) -> &[(&'static str, String)] {
        &self.settings
    }

    /// Lends a reader to `ask`.
    pub(crate) fn read<T>(
        &self,
        ask: impl FnOnce(&Reader) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let idle = lock(&self.readers).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => Reader::open(&self.path)?,
        };
        let answer = ask(&reader);
        lock(&self.readers).push(reader);
        answer
    }

    /// Lends the store to whoever writes.
    pub(crate) fn write<T>(
        &self,
        change: impl FnOnce(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, Problem> {
        let mut writer = lock(&self.writer);
        let store = match writer.as_mut() {
            Some(store) => store,
            None => writer.insert((self.open)(&self.path)?),
        };
        Ok(change(store)?)
    }

    /// Asks for telling and waits for a while; whether it was done.
    pub(crate) fn tell_and_wait(&self) -> bool {
        let mut orders = lock(&self.orders);
        orders.asked += 1;
        let order = orders.asked;
        self.changed.notify_all();
        let end = Instant::now() + PATIENCE;
        while orders.done < order {
            let Some(left) = end.checked_duration_since(Instant::now()) else { return false };
            let waited = self.changed.wait_timeout(orders, left);
            orders = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// Why telling does not go on, if it does not.
    pub(crate) fn trouble(&self) -> Option<String> {
        lock(&self.orders).failed.clone()
    }

    /// Tells what is asked for, for ever; run on a thread of its own.
    pub(crate) fn keep_telling(&self) {
        tellings_store::give_way();
        let mut store = None;
        lock(&self.orders).asked += 1;
        loop {
            let order = self.next_order();
            let outcome = self.tell(&mut store);
            let mut orders = lock(&self.orders);
            match outcome {
                Ok(()) => {
                    orders.done = order;
                    orders.failed = None;
                }
                // Another process tells; then it is our turn.
                Err(StoreError::Busy) => {}
                Err(error) => {
                    orders.failed = Some(error.to_string());
                    orders.done = order;
                }
            }
            let again = orders.done < order;
            drop(orders);
            self.changed.notify_all();
            if again {
                std::thread::sleep(PAUSE);
            }
        }
    }

    fn next_order(&self) -> u64 {
        let mut orders = lock(&self.orders);
        while orders.asked == orders.done {
            orders = self.changed.wait(orders).unwrap_or_else(PoisonError::into_inner);
        }
        orders.asked
    }

    fn tell(&self, store: &mut Option<Store>) -> Result<(), StoreError> {
        let store = match store {
            Some(store) => store,
            None => store.insert((self.open)(&self.path)?),
        };
        store.tell(&mut |_| {}).map(|_| ())
    }

    /// A part of a page that is the same as long as `version` is; made only where none is ready.
    pub(crate) fn ready(
        &self,
        name: &str,
        version: &str,
        level: Compression,
        make: impl FnOnce() -> Result<String, Problem>,
    ) -> Result<Arc<Packed>, Problem> {
        let key = format!("{name} {version}");
        if let Some(found) = lock(&self.ready).find(&key) {
            return Ok(found);
        }
        let packed = Arc::new(Packed::new(&make()?, level).map_err(StoreError::from)?);
        lock(&self.ready).keep(key, Arc::clone(&packed));
        Ok(packed)
    }

    /// Whether the part of a page would have to be made, and there is room for it.
    pub(crate) fn lacks(&self, name: &str, version: &str) -> bool {
        lock(&self.ready).lacks(&format!("{name} {version}"))
    }

    /// A reader of its own.
    pub(crate) fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(&self.path)
    }
}

/// A lock is taken whatever happened to others that held it: what it guards is whole at all times.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
