//! Protobuf as far as Anki's blobs need it: fields by number, lengths checked against the buffer.

/// One field of a message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    /// A varint.
    Number(u64),
    /// Four bytes.
    Fixed32([u8; 4]),
    /// Eight bytes.
    Fixed64([u8; 8]),
    /// Text, bytes, a message, or packed numbers.
    Bytes(&'a [u8]),
}

/// A message that ends too early, or a field of a kind that nobody writes any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// The fields of one message, in the order of the bytes.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, n: u64) -> Option<&'a [u8]> {
        let n = usize::try_from(n).ok()?;
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => Value::Fixed64(self.take(8)?.try_into().ok()?),
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(length)?)
            }
            5 => Value::Fixed32(self.take(4)?.try_into().ok()?),
            _ => return None,
        };
        Some((key >> 3, value)).filter(|(number, _)| *number > 0)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field().ok_or(Broken);
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// Appends a field that holds a number.
pub(super) fn put_number(message: &mut Vec<u8>, field: u64, value: u64) {
    put_varint(message, field << 3);
    put_varint(message, value);
}

/// Appends a field that holds text, bytes or a message.
pub(super) fn put_bytes(message: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    put_varint(message, field << 3 | 2);
    put_varint(message, bytes.len() as u64);
    message.extend_from_slice(bytes);
}

fn put_varint(message: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        message.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    message.push(value as u8);
}

/// The last number of field `wanted`; none if absent or broken before it.
pub(super) fn number(bytes: &[u8], wanted: u64) -> Option<u64> {
    Fields::of(bytes).map_while(Result::ok).fold(None, |last, (field, value)| match value {
        Value::Number(number) if field == wanted => Some(number),
        _ => last,
    })
}

/// The last bytes of field `wanted`.
pub(super) fn bytes(bytes: &[u8], wanted: u64) -> Option<&[u8]> {
    Fields::of(bytes).map_while(Result::ok).fold(None, |last, (field, value)| match value {
        Value::Bytes(inner) if field == wanted => Some(inner),
        _ => last,
    })
}

/// The text of field `wanted`, broken UTF-8 replaced; empty if absent.
pub(super) fn text(message: &[u8], wanted: u64) -> String {
    String::from_utf8_lossy(bytes(message, wanted).unwrap_or_default()).into_owned()
}

/// Whether all of the message can be read.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    Fields::of(bytes).all(|field| field.is_ok())
}
