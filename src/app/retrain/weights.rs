//! Weights of classes as they are typed: `yes = 5, no = 1`.

/// Reads pairs of a class and a weight, parted by commas.
///
/// # Errors
///
/// One sentence that says which part is wrong and how to write it.
pub fn parse(text: &str) -> Result<Vec<(String, f64)>, String> {
    let parts = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let given: Vec<(String, f64)> = parts.map(pair).collect::<Result<_, _>>()?;
    if given.is_empty() {
        return Err("Write a weight for at least one class, for example yes = 5, no = 1.".to_owned());
    }
    Ok(given)
}

fn pair(part: &str) -> Result<(String, f64), String> {
    let wrong = || format!("“{part}” is not a class and a weight: write for example yes = 5.");
    let (class, weight) = part.rsplit_once('=').ok_or_else(wrong)?;
    let (class, weight) = (class.trim(), weight.trim().parse::<f64>().map_err(|_| wrong())?);
    if class.is_empty() {
        return Err(wrong());
    }
    if !(weight.is_finite() && weight > 0.0) {
        return Err(format!("The weight of {class} is {weight}: write a number above 0."));
    }
    Ok((class.to_owned(), weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_and_a_class_may_hold_the_sign_itself() {
        let read = parse("yes = 5, no=0.5;a=b = 2").unwrap();
        let told: Vec<_> = read.iter().map(|(class, weight)| (class.as_str(), *weight)).collect();
        assert_eq!(told, [("yes", 5.0), ("no", 0.5), ("a=b", 2.0)]);
    }

    #[test]
    fn what_is_wrong_is_quoted() {
        assert!(parse("yes 5").unwrap_err().contains("“yes 5”"));
        assert!(parse("= 5").unwrap_err().contains("not a class"));
        assert!(parse("yes = 0").unwrap_err().contains("above 0"));
        assert!(parse(" , ").unwrap_err().contains("at least one class"));
    }
}
