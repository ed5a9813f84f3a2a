// A page that does nothing: what the browser itself takes until a script runs.

const script = performance.now();
navigator.sendBeacon("/report", JSON.stringify({ label: "", marks: { script, label: script } }));
