//! When the next turn of a schedule is due.

/// A day in milliseconds; a night in which clocks change is off by an hour once.
const DAY_MS: f64 = 86_400_000.0;
const MINUTE_MS: f64 = 60_000.0;

/// How often the loop turns by itself while the page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// Not by itself.
    #[default]
    Off,
    /// Every so many minutes.
    Minutes(u32),
    /// Every day, so many minutes after midnight of the user's clock.
    Daily(u32),
}

impl Pace {
    /// Milliseconds from now to the next turn; `since_midnight_ms` is what the user's clock shows.
    pub fn wait_ms(self, since_midnight_ms: f64) -> Option<f64> {
        match self {
            Self::Off => None,
            Self::Minutes(minutes) => Some(f64::from(minutes.max(1)) * MINUTE_MS),
            Self::Daily(minute) => {
                let wait = f64::from(minute) * MINUTE_MS - since_midnight_ms;
                // The minute that runs has had its turn.
                Some(if wait > 0.0 { wait } else { wait + DAY_MS })
            }
        }
    }

    /// Value of its menu.
    pub fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Minutes(_) => "minutes",
            Self::Daily(_) => "daily",
        }
    }

    /// A pace of that menu's value, with what is usual.
    pub fn of(id: &str) -> Self {
        match id {
            "minutes" => Self::Minutes(60),
            "daily" => Self::Daily(6 * 60),
            _ => Self::Off,
        }
    }

    /// The field beside the menu: minutes, or a time of day.
    pub fn text(self) -> String {
        match self {
            Self::Off => String::new(),
            Self::Minutes(minutes) => minutes.to_string(),
            Self::Daily(minute) => format!("{:02}:{:02}", minute / 60, minute % 60),
        }
    }

    /// The same pace with what was typed.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wanted.
    pub fn put(self, text: &str) -> Result<Self, String> {
        let text = text.trim();
        match self {
            Self::Off => Ok(self),
            Self::Minutes(_) => match text.parse::<u32>() {
                Ok(minutes @ 1..=10_080) => Ok(Self::Minutes(minutes)),
                _ => Err(format!("“{text}” is no number of minutes from 1 to 10,080.")),
            },
            Self::Daily(_) => {
                let parts = text.split_once(':').and_then(|(hour, minute)| {
                    Some((hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?))
                });
                match parts {
                    Some((hour @ 0..=23, minute @ 0..=59)) => Ok(Self::Daily(hour * 60 + minute)),
                    _ => Err(format!("“{text}” is no time of day: write for example 06:30.")),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_turn_is_today_or_tomorrow() {
        let at = |hour: f64| hour * 3_600_000.0;
        assert_eq!(Pace::Daily(6 * 60).wait_ms(at(5.0)), Some(at(1.0)));
        assert_eq!(Pace::Daily(6 * 60).wait_ms(at(6.0)), Some(at(24.0)));
        assert_eq!(Pace::Daily(6 * 60).wait_ms(at(23.0)), Some(at(7.0)));
        assert_eq!(Pace::Minutes(15).wait_ms(at(9.0)), Some(at(0.25)));
        assert_eq!(Pace::Off.wait_ms(0.0), None);
    }

    #[test]
    fn what_is_typed_holds_or_is_named() {
        for pace in [Pace::Minutes(5), Pace::Daily(390)] {
            assert_eq!(pace.put(&pace.text()), Ok(pace));
            assert_eq!(Pace::of(pace.id()).id(), pace.id());
        }
        assert_eq!(Pace::Daily(0).put("6:05"), Ok(Pace::Daily(365)));
        assert!(Pace::Daily(0).put("25:00").is_err() && Pace::Minutes(1).put("0").is_err());
    }
}
