//! What people call the thing they sign in with.

/// Systems by what their browsers say of themselves; the first that fits counts, so that phones come
/// before what they pretend to be.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// Browsers likewise: nearly all of them also say Chrome and Safari.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("Safari/", "Safari"),
];

/// The browser and the system that a `User-Agent` header names, such as `("Chrome", "Windows")`.
/// Only names of our own come out of it, never what was sent.
pub fn device(user_agent: &str) -> Option<(&'static str, &'static str)> {
    let named = |list: &[(&str, &'static str)]| {
        list.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    Some((named(&BROWSERS)?, named(&SYSTEMS)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_what_people_call_them() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15";
        for (user_agent, expected) in [
            (format!("{windows} Chrome/142.0.0.0 Safari/537.36"), Some(("Chrome", "Windows"))),
            (format!("{windows} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"), Some(("Edge", "Windows"))),
            (format!("{mac} Version/18.1 Safari/605.1.15"), Some(("Safari", "Mac"))),
            (format!("{iphone} Version/18.1 Mobile/15E148 Safari/604.1"), Some(("Safari", "iPhone"))),
            (format!("{iphone} CriOS/142.0 Mobile/15E148 Safari/604.1"), Some(("Chrome", "iPhone"))),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
                Some(("Firefox", "Linux")),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
                    .to_owned(),
                Some(("Chrome", "Android")),
            ),
            ("curl/8.14.1".to_owned(), None),
            ("<script>".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(device(&user_agent), expected, "{user_agent}");
        }
    }
}
