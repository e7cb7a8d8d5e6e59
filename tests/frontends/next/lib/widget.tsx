// A stand-in for the vendor's snippet, which records each call that it gets. Its loader comes late, as vendors' loaders do.
export function Widget() {
  const code = "setTimeout(() => { window.bookbag = (...args) => record(args); }, 100);";
  return <script dangerouslySetInnerHTML={{ __html: code }} />;
}
