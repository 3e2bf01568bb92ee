//! How often one may try: by address for what is costly, and longer and longer waits for wrong passwords.
//!
//! Nobody can lock somebody else out: waits count for an account *and* the network from which it was tried.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::{SignedDuration, Timestamp};
use vigie_store::Attempts;

/// How far back wrong passwords count.
pub const MEMORY: SignedDuration = SignedDuration::from_hours(1);
/// Wrong passwords from one network before waits begin.
const FREE_FAILURES: u32 = 5;
/// The same while the account is under attack, for networks from which nobody ever signed in to it.
const FREE_FAILURES_UNDER_ATTACK: u32 = 2;
/// Wrong passwords from anywhere that make an attack.
const ATTACK: u32 = 20;
/// Longest wait.
const LONGEST_WAIT_SECONDS: i64 = 300;

/// Most tries of one address, for what is costly. `None` sets no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Forms of sign-in a minute.
    pub sign_ins_per_minute: Option<NonZeroU32>,
    /// Searches a second.
    pub searches_per_second: Option<NonZeroU32>,
    /// Reports a second.
    pub reports_per_second: Option<NonZeroU32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_ins_per_minute: NonZeroU32::new(30),
            searches_per_second: NonZeroU32::new(20),
            reports_per_second: NonZeroU32::new(1_000),
        }
    }
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Forms of sign-in.
    SignIn,
    /// Searches.
    Search,
    /// Reports.
    Report,
}

/// Counts tries by address. A network of IPv6 is one address.
#[derive(Debug)]
pub struct Throttle {
    sign_ins: Option<DefaultKeyedRateLimiter<Option<IpAddr>>>,
    searches: Option<DefaultKeyedRateLimiter<Option<IpAddr>>>,
    reports: Option<DefaultKeyedRateLimiter<Option<IpAddr>>>,
}

/// Addresses remembered before those that are no longer needed are forgotten.
const REMEMBERED: usize = 100_000;

impl Throttle {
    /// With these limits; a burst may be as large as ten seconds' worth, a minute's for sign-in.
    pub fn new(limits: &Limits) -> Self {
        let every_second =
            |rate: NonZeroU32| Quota::per_second(rate).allow_burst(rate.saturating_mul(TEN));
        Self {
            sign_ins: limits
                .sign_ins_per_minute
                .map(|rate| RateLimiter::keyed(Quota::per_minute(rate))),
            searches: limits
                .searches_per_second
                .map(|rate| RateLimiter::keyed(every_second(rate))),
            reports: limits
                .reports_per_second
                .map(|rate| RateLimiter::keyed(every_second(rate))),
        }
    }

    /// Counts a try; `false` when it is one too many.
    pub fn allows(&self, limited: Limited, address: Option<IpAddr>) -> bool {
        let counter = match limited {
            Limited::SignIn => &self.sign_ins,
            Limited::Search => &self.searches,
            Limited::Report => &self.reports,
        };
        // The machine itself is not limited: simulators and measurements run there. Sign-in always is.
        if limited != Limited::SignIn && address.is_none_or(|address| address.is_loopback()) {
            return true;
        }
        let Some(counter) = counter else {
            return true;
        };
        if counter.len() > REMEMBERED {
            counter.retain_recent();
        }
        counter.check_key(&address.map(network)).is_ok()
    }
}

const TEN: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// The address itself; of IPv6 its network of 64 bits, all of which one subscriber has.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => IpAddr::V4(four),
            None => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
        },
    }
}

/// An address of which the last part is taken off, for logs: a network of 256 addresses, or of 2^80 in IPv6.
pub fn shortened(address: Option<IpAddr>) -> String {
    match address.map(network) {
        Some(IpAddr::V4(four)) => {
            let [first, second, third, _] = four.octets();
            format!("{first}.{second}.{third}.0/24")
        }
        Some(IpAddr::V6(six)) => {
            let short = std::net::Ipv6Addr::from(u128::from(six) >> 80 << 80);
            format!("{short}/48")
        }
        None => String::new(),
    }
}

/// How long to wait before the next password is looked at; `None` when none is needed.
pub fn wait(attempts: &Attempts, now: Timestamp) -> Option<Duration> {
    let is_attacked = attempts.failures_anywhere >= ATTACK && !attempts.known_address;
    let free = if is_attacked {
        FREE_FAILURES_UNDER_ATTACK
    } else {
        FREE_FAILURES
    };
    let beyond = attempts.failures_here.checked_sub(free)?;
    let seconds = 1_i64
        .checked_shl(beyond)
        .map_or(LONGEST_WAIT_SECONDS, |seconds| {
            seconds.clamp(1, LONGEST_WAIT_SECONDS)
        });
    let until = attempts.last_failure_here? + SignedDuration::from_secs(seconds);
    let left = until.duration_since(now);
    (left.is_positive()).then(|| left.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn now() -> Timestamp {
        "2026-11-20T18:30:00Z".parse().unwrap()
    }

    fn attempts(here: u32, anywhere: u32, known_address: bool) -> Attempts {
        Attempts {
            failures_here: here,
            last_failure_here: (here > 0).then(now),
            failures_anywhere: anywhere,
            last_failure_anywhere: (anywhere > 0).then(now),
            known_address,
        }
    }

    #[rstest]
    #[case(0, 0, false, None)]
    #[case(4, 4, false, None)]
    #[case(5, 5, false, Some(1))]
    #[case(8, 8, false, Some(8))]
    #[case(40, 40, true, Some(300))]
    #[case(500, 500, false, Some(300))]
    #[case(0, 5_000, false, None)]
    #[case(2, 5_000, false, Some(1))]
    #[case(4, 5_000, true, None)]
    fn waits_grow_with_the_failures_of_one_network_and_never_begin_with_those_of_others(
        #[case] here: u32,
        #[case] anywhere: u32,
        #[case] known: bool,
        #[case] seconds: Option<u64>,
    ) {
        let expected = seconds.map(Duration::from_secs);
        assert_eq!(wait(&attempts(here, anywhere, known), now()), expected);
    }

    #[test]
    fn a_wait_is_over_when_its_time_has_passed() {
        let later = now() + SignedDuration::from_secs(8);
        assert_eq!(wait(&attempts(8, 8, false), later), None);
    }

    #[rstest]
    #[case("192.0.2.77", "192.0.2.0/24")]
    #[case("::ffff:192.0.2.77", "192.0.2.0/24")]
    #[case("2001:db8:1:2:3::4", "2001:db8:1::/48")]
    fn an_address_is_kept_without_its_last_part(#[case] address: &str, #[case] kept: &str) {
        assert_eq!(shortened(address.parse().ok()), kept);
    }

    #[test]
    fn an_address_that_tries_too_often_is_refused_and_another_is_not() {
        let limits = Limits {
            sign_ins_per_minute: NonZeroU32::new(3),
            ..Limits::default()
        };
        let throttle = Throttle::new(&limits);
        let try_from = |address: &str| throttle.allows(Limited::SignIn, address.parse().ok());
        assert_eq!(
            [1, 2, 3, 4].map(|_| try_from("192.0.2.1")),
            [true, true, true, false]
        );
        assert!(try_from("192.0.2.2"));
        assert!(try_from("2001:db8::1") && try_from("2001:db8::2") && try_from("2001:db8::3"));
        assert!(!try_from("2001:db8::4"));
    }
}
