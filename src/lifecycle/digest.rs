//! The digest that artifacts lie under.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// SHA-256 of `bytes`, as 64 lower-case hexadecimal digits.
///
/// # Source
///
/// FIPS 180-4, *Secure Hash Standard* (2015).
pub fn digest(bytes: &[u8]) -> String {
    let mut pieces = Digester::default();
    pieces.push(bytes);
    pieces.finish()
}

/// The [`digest`] of bytes that come in pieces.
#[derive(Debug, Clone, Default)]
pub struct Digester {
    hash: Sha256,
}

impl Digester {
    /// Takes the next piece.
    pub fn push(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
    }

    /// The digest of all pieces one after the other.
    pub fn finish(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// Whether `text` can be a digest: 64 lower-case hexadecimal digits.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        // NIST, "Cryptographic Standards and Guidelines: Examples with Intermediate Values", SHA256.pdf.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc"), abc);
        assert_eq!(digest(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(is_digest(abc));
        let mut pieces = Digester::default();
        for piece in [&b"a"[..], b"", b"bc"] {
            pieces.push(piece);
        }
        assert_eq!(pieces.finish(), abc);
        assert!(!is_digest(&abc.to_uppercase()) && !is_digest("../abc"));
    }
}
