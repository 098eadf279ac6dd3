//! The preview speaks HTTP correctly, also with slow and vanished browsers.

use super::shop::{product, shop};
use super::*;

#[test]
fn responses_follow_the_http_standard() {
    let shop = shop("serve-http");
    shop.write("catalog/static/a b/é.txt", "0123456789");
    let preview = Preview::of(&shop.path().join("catalog"), &["--base", "repo"]);
    let page = preview.get("products/p1/index.html");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("Content-Length"), Some(page.body.len().to_string().as_str()));
    assert_eq!(preview.get("products/p1/").body, page.body);
    // HEAD is GET without the body.
    let head = preview.ask("HEAD /repo/products/p1/");
    assert!(
        head.status == 200
            && head.body.is_empty()
            && head.header("Content-Length") == page.header("Content-Length")
    );
    // Known content is not sent again.
    let tag = page.header("ETag").unwrap();
    let again = preview.ask(&format!("GET /repo/products/p1/\nIf-None-Match: \"x\", {tag}"));
    assert!(again.status == 304 && again.body.is_empty() && again.header("ETag") == Some(tag), "{again:?}");
    // Folders have a slash at the end, and the query is kept.
    let folder = preview.ask("GET /repo/products/p1?x=1");
    assert_eq!((folder.status, folder.header("Location")), (301, Some("/repo/products/p1/?x=1")));
    assert_eq!(preview.ask("GET /").header("Location"), Some("/repo/"));
    assert_eq!(preview.ask("GET /repo").header("Location"), Some("/repo/"));
    assert_eq!(preview.ask("GET /elsewhere/").status, 404);
    // A missing page gets the site's own page, which finds its style sheets from any depth.
    let missing = preview.get("no/such/page");
    assert!(
        missing.status == 404 && missing.text().contains("href=\"/repo/theme/glassbox.css\""),
        "{}",
        missing.text()
    );
    // Ranges, and names as people type them.
    let file = preview.get("a%20b/%C3%A9.txt");
    assert_eq!((file.status, file.text().as_str()), (200, "0123456789"));
    let part = preview.ask("GET /repo/a%20b/%C3%A9.txt\nRange: bytes=2-4");
    assert_eq!(
        (part.status, part.text().as_str(), part.header("Content-Range")),
        (206, "234", Some("bytes 2-4/10"))
    );
    let outside = preview.ask("GET /repo/a%20b/%C3%A9.txt\nRange: bytes=10-");
    assert_eq!((outside.status, outside.header("Content-Range")), (416, Some("bytes */10")));
    let other = preview.ask("GET /repo/a%20b/%C3%A9.txt\nRange: bytes=2-4\nIf-Range: \"old\"");
    assert_eq!((other.status, other.body.len()), (200, 10));
    // Nothing is changed, and nothing outside of the site is served.
    let post = preview.ask("POST /repo/\nContent-Length: 0");
    assert_eq!((post.status, post.header("Allow")), (405, Some("GET, HEAD")));
    for address in [
        "../glassbox.yml",
        "..%2fglassbox.yml",
        "%2e%2e/glassbox.yml",
        "..%5cglassbox.yml",
        "glassbox.yml",
        "products/..%2f..%2fglassbox.yml",
        "%00",
        "%ff",
        "//etc/passwd",
        "/etc/passwd",
    ] {
        let reply = preview.get(address);
        assert!(
            [400, 404].contains(&reply.status) && !reply.text().contains("title: Shop"),
            "{address}: {reply:?}"
        );
    }
    // A name that leads here by somebody else's DNS is not ours; without a name, the addressee is unknown.
    for (host, status) in [
        ("Host: evil.example", 421),
        (&format!("Host: evil.example:{}", preview.port), 421),
        ("Host: 127.0.0.1:1", 421),
        (&format!("Host: 127.0.0.1.evil.example:{}", preview.port), 421),
        (&format!("Host: localhost:{}", preview.port), 200),
        (&format!("Host: [::1]:{}", preview.port), 200),
    ] {
        assert_eq!(preview.ask(&format!("GET /repo/\n{host}")).status, status, "{host}");
    }
}

#[test]
fn slow_or_disconnected_browsers_do_not_block_others() {
    let shop = shop("serve-many");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    // Some begin and send no more, some leave in the middle, some listen and never read.
    let slow: Vec<TcpStream> = (0..40)
        .map(|at| {
            let mut stream = preview.connect();
            let line =
                ["GET / HT", "GET / HTTP/1.1\r\nHost: localhost", "GET /index.html HTTP/1.1\r\n"][at % 3];
            stream.write_all(line.as_bytes()).unwrap();
            stream
        })
        .collect();
    for _ in 0..40 {
        let mut stream = preview.connect();
        let _ = stream
            .write_all(format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).as_bytes());
        drop(stream);
    }
    let listening: Vec<Receiver<String>> =
        (0..200).map(|_| preview.listen("products/p1/index.html", "0")).collect();
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| assert_eq!(preview.get("products/p1/").status, 200));
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(20), "200 at once took {:?}", begun.elapsed());
    for events in &listening {
        wait_for(events, "diagnostics");
    }
    shop.write("catalog/products/p1.yml", &product(1).replace("Product 1", "Another"));
    for events in &listening {
        wait_for(events, "reload");
    }
    drop(slow);
}

#[test]
fn serve_takes_the_next_free_port_and_ends_cleanly_on_ctrl_c() {
    let shop = shop("serve-ports");
    let catalog = shop.path().join("catalog");
    let first = Preview::of(&catalog, &[]);
    let taken = first.port.to_string();
    let mut second = Preview::of(&catalog, &["--port", &taken]);
    assert!(second.port > first.port, "port {} is taken, but {} was chosen", first.port, second.port);
    #[cfg(unix)]
    {
        let id = second.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let status = second.child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "Ctrl-C ends it with 0");
    }
    let _ = &mut second;
    assert!(!catalog.join("site").exists(), "nothing is written");
    let nowhere = glassbox(&catalog, &["serve", "no-such-folder"]);
    assert!(
        nowhere.code == 2 && nowhere.stderr.contains("there is no folder `no-such-folder`"),
        "{}",
        nowhere.stderr
    );
}
