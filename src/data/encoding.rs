//! Bytes to UTF-8, in a stream.
//!
//! What is decided, and when:
//!
//! - A byte order mark decides. UTF-32 is refused by name.
//! - Without one, a first sample in which every other byte is mostly NUL is UTF-16.
//! - A sample with more invalid sequences than valid multi-byte ones is Windows-1252.
//! - Otherwise UTF-8. If the first invalid sequence comes later and everything before it
//!   was ASCII, which both encodings spell alike, the file is Windows-1252 from there on.
//!   If valid multi-byte text came before, the file stays UTF-8 and each invalid sequence
//!   becomes U+FFFD, which the parser counts per cell.
//!
//! The outcome does not depend on how the bytes are cut into chunks.

use super::Encoding;
use super::decoder::Decoder;

/// What the first bytes of a file say about its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detected {
    /// Read with this encoding after skipping `mark` bytes of byte order mark.
    Read { encoding: Encoding, mark: usize },
    /// A UTF-32 byte order mark.
    Utf32,
}

/// Detects the encoding from the first bytes of a file.
pub(crate) fn detect(sample: &[u8], chosen: Option<Encoding>) -> Detected {
    let read = |encoding, mark| Detected::Read { encoding, mark };
    if chosen.is_none()
        && (sample.starts_with(&[0xFF, 0xFE, 0, 0]) || sample.starts_with(&[0, 0, 0xFE, 0xFF]))
    {
        return Detected::Utf32;
    }
    let marked = if sample.starts_with(&[0xEF, 0xBB, 0xBF]) {
        Some((Encoding::Utf8, 3))
    } else if sample.starts_with(&[0xFF, 0xFE]) {
        Some((Encoding::Utf16Le, 2))
    } else if sample.starts_with(&[0xFE, 0xFF]) {
        Some((Encoding::Utf16Be, 2))
    } else {
        None
    };
    match (chosen, marked) {
        (Some(chosen), Some((encoding, mark))) if chosen == encoding => read(chosen, mark),
        (Some(chosen), _) => read(chosen, 0),
        (None, Some((encoding, mark))) => read(encoding, mark),
        (None, None) => read(without_mark(sample), 0),
    }
}

/// Turns chunks of bytes into UTF-8.
pub(crate) struct Transcoder {
    state: State,
    encoding: Encoding,
    /// The start of a multi-byte sequence that the next chunk continues.
    carry: Vec<u8>,
    finished: bool,
}

enum State {
    /// Nothing but ASCII so far; an invalid sequence means Windows-1252.
    Ascii,
    /// UTF-8 for certain; an invalid sequence becomes U+FFFD.
    Utf8,
    /// Some other encoding.
    Other(Decoder),
}

impl Transcoder {
    /// `settled` when a byte order mark or the user named the encoding.
    pub(crate) fn new(encoding: Encoding, settled: bool) -> Self {
        let state = match encoding {
            Encoding::Utf8 if settled => State::Utf8,
            Encoding::Utf8 => State::Ascii,
            Encoding::Utf16Le => State::Other(Decoder::utf16(false)),
            Encoding::Utf16Be => State::Other(Decoder::utf16(true)),
            Encoding::Windows1252 => State::Other(Decoder::Windows1252),
        };
        Self { state, encoding, carry: Vec::new(), finished: false }
    }

    /// The encoding as decided so far.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Appends `bytes` to `text` as UTF-8; `last` when no more will come, and then
    /// nothing more is taken.
    pub(crate) fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>, last: bool) {
        if self.finished {
            return;
        }
        self.finished = last;
        if let State::Other(decoder) = &mut self.state {
            decoder.push(bytes, text, last);
            return;
        }
        if self.carry.is_empty() {
            self.push_utf8(bytes, text, last);
        } else {
            let mut joined = std::mem::take(&mut self.carry);
            joined.extend_from_slice(bytes);
            self.push_utf8(&joined, text, last);
        }
    }

    fn push_utf8(&mut self, mut bytes: &[u8], text: &mut Vec<u8>, last: bool) {
        while !bytes.is_empty() {
            let (valid, invalid) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes.len(), 0),
                Err(error) => {
                    let valid = error.valid_up_to();
                    (valid, error.error_len().unwrap_or(if last { bytes.len() - valid } else { 0 }))
                }
            };
            if matches!(self.state, State::Ascii) && !bytes[..valid].is_ascii() {
                self.state = State::Utf8;
            }
            text.extend_from_slice(&bytes[..valid]);
            bytes = &bytes[valid..];
            if invalid == 0 {
                self.carry.extend_from_slice(bytes);
                return;
            }
            if matches!(self.state, State::Ascii) {
                let mut decoder = Decoder::Windows1252;
                decoder.push(bytes, text, last);
                self.state = State::Other(decoder);
                self.encoding = Encoding::Windows1252;
                return;
            }
            text.extend_from_slice("\u{FFFD}".as_bytes());
            bytes = &bytes[invalid..];
        }
    }
}

fn without_mark(sample: &[u8]) -> Encoding {
    let pairs = sample.len() / 2;
    let nuls = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    // Latin letters, digits and delimiters have a NUL for their other half.
    if pairs >= 2 && odd * 5 >= pairs * 2 && even * 10 <= odd {
        return Encoding::Utf16Le;
    }
    if pairs >= 2 && even * 5 >= pairs * 2 && odd * 10 <= even {
        return Encoding::Utf16Be;
    }
    let (mut multibyte, mut invalid) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        multibyte += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        // A sequence cut off by the end of the sample is not held against it.
        let at_end = chunk.invalid().as_ptr_range().end == sample.as_ptr_range().end;
        let cut = at_end && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        invalid += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    if invalid > multibyte { Encoding::Windows1252 } else { Encoding::Utf8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(bytes: &[u8], chunk: usize) -> (String, Encoding) {
        let Detected::Read { encoding, mark } = detect(bytes, None) else { panic!("refused") };
        let mut coder = Transcoder::new(encoding, mark > 0);
        let mut text = Vec::new();
        for part in bytes[mark..].chunks(chunk.max(1)) {
            coder.push(part, &mut text, false);
        }
        coder.push(&[], &mut text, true);
        (String::from_utf8(text).unwrap(), coder.encoding())
    }

    #[test]
    fn each_encoding_reads_the_same_for_any_chunk() {
        let text = "é,“x”\n1,€\n";
        let utf16: Vec<u8> = "plain é\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for chunk in 1..8 {
            assert_eq!(run(text.as_bytes(), chunk), (text.to_owned(), Encoding::Utf8));
            assert_eq!(run(b"\xE9,\x93x\x94\n1,\x80\n", chunk), (text.to_owned(), Encoding::Windows1252));
            assert_eq!(run(&utf16, chunk), ("plain é\n".to_owned(), Encoding::Utf16Be));
        }
    }

    #[test]
    fn one_bad_byte_among_multibyte_text_stays_utf8() {
        let (text, encoding) =
            run("é,é\n".as_bytes().iter().copied().chain([0xFF, b'\n']).collect::<Vec<_>>().as_slice(), 3);
        assert_eq!((text.as_str(), encoding), ("é,é\n\u{FFFD}\n", Encoding::Utf8));
    }

    #[test]
    fn late_invalid_bytes_after_ascii_mean_windows_1252() {
        let mut coder = Transcoder::new(Encoding::Utf8, false);
        let mut text = Vec::new();
        coder.push(b"plain ", &mut text, false);
        coder.push(b"caf\xE9", &mut text, false);
        coder.push(b" \x80", &mut text, true);
        assert_eq!(String::from_utf8(text).unwrap(), "plain café €");
        assert_eq!(coder.encoding(), Encoding::Windows1252);
    }

    #[test]
    fn utf32_is_named() {
        assert_eq!(detect(&[0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], None), Detected::Utf32);
    }
}
