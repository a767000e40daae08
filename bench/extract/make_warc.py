#!/usr/bin/env python3
"""Makes a WARC 1.1 file of a given size from saved HTML pages, gzipped record by record.

  make_warc.py OUT.warc.gz MEGABYTES FOLDER...

The folders are searched for *.html, *.html.gz and *.htm; pages are repeated until the size
(unpacked) is reached. Half of the bodies are chunked, a third gzipped, as crawlers find them.
"""
import glob, gzip, os, sys

def pages(folders):
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(folder, '**', '*.htm*'), recursive=True)):
            with open(path, 'rb') as file:
                body = file.read()
            yield gzip.decompress(body) if path.endswith('.gz') else body

def record(kind, url, media, block):
    head = (f'WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n'
            f'WARC-Date: 2031-03-03T10:15:00Z\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\n'
            f'Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n')
    return head.encode() + block + b'\r\n\r\n'

def response(body, n):
    head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
    if n % 3 == 0:
        body, head = gzip.compress(body, 6), head + 'Content-Encoding: gzip\r\n'
    if n % 2 == 0:
        cut = [body[i:i + 16384] for i in range(0, len(body), 16384)]
        body = b''.join(b'%x\r\n%s\r\n' % (len(c), c) for c in cut) + b'0\r\n\r\n'
        head += 'Transfer-Encoding: chunked\r\n'
    return head.encode() + b'\r\n' + body

def main():
    out, size, folders = sys.argv[1], int(sys.argv[2]) * 1_000_000, sys.argv[3:]
    bodies = list(pages(folders))
    if not bodies:
        sys.exit('no pages found')
    members = []
    for n, body in enumerate(bodies):
        url = f'https://site{n % 97}.example/{n}'
        block = record('request', url, 'application/http; msgtype=request', b'GET / HTTP/1.1\r\n\r\n')
        plain = record('response', url, 'application/http; msgtype=response', response(body, n))
        members.append((len(block) + len(plain), gzip.compress(block, 6) + gzip.compress(plain, 6)))
    written = n = 0
    with open(out, 'wb') as file:
        while written < size:
            length, member = members[n % len(members)]
            file.write(member)
            written, n = written + length, n + 1
    print(f'{n} responses, {written} bytes unpacked, {os.path.getsize(out)} packed')

main()
