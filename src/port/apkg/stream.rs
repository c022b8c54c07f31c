//! Streams that count: nothing is believed that a header says about sizes.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::limits::{GROWTH, GROWTH_FROM, MIB, ZSTD_WINDOW_LOG};
use super::{Progress, Stage, Watch};

/// Why a stream was stopped on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    #[error("more than the limit came out")]
    Larger,
    #[error("it grows more than {GROWTH} times: this is how zip bombs are made")]
    Bomb,
    #[error("cancelled")]
    Cancelled,
}

impl Stop {
    /// The reason inside an I/O error, if it is one of ours.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()).copied()
    }

    fn error(self) -> io::Error {
        io::Error::other(self)
    }
}

/// A reader that counts what passes.
struct Counted<R> {
    inner: R,
    n_read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_read.set(self.n_read.get() + n as u64);
        Ok(n)
    }
}

/// A reader that ends in an error when too much comes out, in all or for what went in.
struct Bounded<R> {
    inner: R,
    limit: u64,
    n_out: u64,
    n_in: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_out += n as u64;
        if self.n_out > self.limit {
            return Err(Stop::Larger.error());
        }
        if self.n_out > GROWTH_FROM && self.n_out > self.n_in.get().saturating_mul(GROWTH) {
            return Err(Stop::Bomb.error());
        }
        Ok(n)
    }
}

/// The content of an entry: `packed` bytes of it lie in the file, at most `limit` come out.
///
/// With `Packing::MaybeZstd` a zstd stream inside is unpacked as well.
pub(super) fn content<'a>(
    entry: impl Read + 'a,
    packed: u64,
    limit: u64,
    packing: Packing,
) -> io::Result<Box<dyn Read + 'a>> {
    let n_in = Rc::new(Cell::new(packed));
    let outer = BufReader::new(Bounded { inner: entry, limit, n_out: 0, n_in });
    unzstd(outer, limit, packing)
}

/// The content of a file that is no entry of a zip.
pub(super) fn bare<'a>(
    file: impl Read + 'a,
    limit: u64,
    packing: Packing,
) -> io::Result<Box<dyn Read + 'a>> {
    content(file, u64::MAX, limit, packing)
}

/// Whether a stream may be packed once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::port) enum Packing {
    /// As it stands.
    Plain,
    /// By zstd if it begins like that.
    MaybeZstd,
}

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

fn unzstd<'a>(
    mut outer: BufReader<impl Read + 'a>,
    limit: u64,
    packing: Packing,
) -> io::Result<Box<dyn Read + 'a>> {
    if packing == Packing::Plain || !outer.fill_buf()?.starts_with(&ZSTD_MAGIC) {
        return Ok(Box::new(outer));
    }
    let n_in = Rc::new(Cell::new(0));
    let counted = Counted { inner: outer, n_read: Rc::clone(&n_in) };
    let mut inner = zstd::stream::read::Decoder::new(counted)?;
    inner.window_log_max(ZSTD_WINDOW_LOG)?;
    Ok(Box::new(Bounded { inner, limit, n_out: 0, n_in }))
}

/// Copies a stream, telling its way once a mebibyte. Gives the number of bytes.
pub(super) fn copy(
    from: &mut dyn Read,
    to: &mut dyn Write,
    stage: Stage,
    watch: Watch<'_>,
) -> io::Result<u64> {
    let mut buffer = vec![0; 64 * 1024];
    let (mut done, mut told) = (0, 0);
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(done);
        }
        to.write_all(buffer.get(..n).unwrap_or_default())?;
        done += n as u64;
        if done - told >= MIB {
            told = done;
            if let ControlFlow::Break(()) = watch(Progress { stage, done, total: None }) {
                return Err(Stop::Cancelled.error());
            }
        }
    }
}
