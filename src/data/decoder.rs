//! UTF-16 and Windows-1252 to UTF-8, in a stream.
//!
//! A library of encodings brings the tables of every legacy encoding of the web to each first load;
//! these two need none. They follow the Encoding Standard's decoders, which never fail: what is
//! ill-formed becomes U+FFFD.
//!
//! # Source
//!
//! WHATWG, *Encoding Standard*, "shared UTF-16 decoder" and the index of windows-1252. Held against
//! `encoding_rs` in the tests.

/// Windows-1252 from 0x80 to 0x9F; above and below it agrees with Unicode. The five bytes that it does
/// not assign are the control characters of their number.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// A decoder, and what it keeps between chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decoder {
    /// One byte a character.
    Windows1252,
    /// Two or four bytes a character.
    Utf16(Utf16),
}

/// The start of a character that the next chunk continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Utf16 {
    big_endian: bool,
    byte: Option<u8>,
    lead: Option<u16>,
}

impl Decoder {
    pub(super) fn utf16(big_endian: bool) -> Self {
        Self::Utf16(Utf16 { big_endian, byte: None, lead: None })
    }

    /// Appends `bytes` to `text` as UTF-8; `last` when no more will come.
    pub(super) fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>, last: bool) {
        text.reserve(bytes.len());
        match self {
            Self::Windows1252 => bytes.iter().for_each(|&byte| push(windows_1252(byte), text)),
            Self::Utf16(utf16) => utf16.push(bytes, text, last),
        }
    }
}

impl Utf16 {
    fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>, last: bool) {
        let mut bytes = bytes;
        if let (Some(first), [second, rest @ ..]) = (self.byte, bytes) {
            self.byte = None;
            self.unit([first, *second], text);
            bytes = rest;
        }
        let (pairs, odd) = bytes.as_chunks();
        for &pair in pairs {
            self.unit(pair, text);
        }
        self.byte = odd.first().copied().or(self.byte);
        // A lead and half a unit after it are one cut-off character.
        if last && (self.byte.take().is_some() | self.lead.take().is_some()) {
            push(char::REPLACEMENT_CHARACTER, text);
        }
    }

    fn unit(&mut self, pair: [u8; 2], text: &mut Vec<u8>) {
        let unit = if self.big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
        if let Some(lead) = self.lead.take() {
            if let Some(Ok(character)) = char::decode_utf16([lead, unit]).next() {
                return push(character, text);
            }
            push(char::REPLACEMENT_CHARACTER, text);
        }
        match unit {
            0xD800..0xDC00 => self.lead = Some(unit),
            _ => push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER), text),
        }
    }
}

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

fn push(character: char, text: &mut Vec<u8>) {
    if character.is_ascii() {
        text.push(character as u8);
    } else {
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
    use rand::RngCore;
    use rand::SeedableRng;
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    fn ours(mut decoder: Decoder, bytes: &[u8], chunk: usize) -> String {
        let mut text = Vec::new();
        for part in bytes.chunks(chunk) {
            decoder.push(part, &mut text, false);
        }
        decoder.push(&[], &mut text, true);
        String::from_utf8(text).unwrap()
    }

    fn theirs(encoding: &'static Encoding, bytes: &[u8]) -> String {
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    #[test]
    fn every_byte_of_windows_1252_is_what_encoding_rs_says() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(ours(Decoder::Windows1252, &bytes, 7), theirs(WINDOWS_1252, &bytes));
    }

    #[test]
    fn every_unit_of_utf16_is_what_encoding_rs_says() {
        let units = 0..=u16::MAX;
        let (little, big): (Vec<[u8; 2]>, Vec<[u8; 2]>) =
            units.map(|unit| (unit.to_le_bytes(), unit.to_be_bytes())).unzip();
        let (little, big) = (little.concat(), big.concat());
        assert_eq!(ours(Decoder::utf16(false), &little, 4096), theirs(UTF_16LE, &little));
        assert_eq!(ours(Decoder::utf16(true), &big, 4096), theirs(UTF_16BE, &big));
    }

    #[test]
    fn surrogates_in_any_order_and_cut_anywhere_are_what_encoding_rs_says() {
        let mut draws = Xoshiro256PlusPlus::seed_from_u64(1);
        for round in 0..4000 {
            // A third each of leads, trails and letters, and sometimes half a unit at the end.
            let mut bytes = Vec::new();
            for _ in 0..round % 9 {
                let unit = [0xD83D, 0xDE00, 0x61][draws.next_u32() as usize % 3];
                bytes.extend_from_slice(&u16::to_le_bytes(unit));
            }
            if round % 2 == 1 {
                bytes.push(0x3D);
            }
            for chunk in 1..5 {
                let wanted = theirs(UTF_16LE, &bytes);
                assert_eq!(ours(Decoder::utf16(false), &bytes, chunk), wanted, "{bytes:x?} by {chunk}");
            }
        }
    }
}
