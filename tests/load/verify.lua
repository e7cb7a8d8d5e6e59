-- For wrk: each request posts the next signed visitor of the file $VISITORS to the desk.
local visitors = {}
for line in io.lines(os.getenv("VISITORS")) do visitors[#visitors + 1] = line end
local at = 0

function request()
  at = at % #visitors + 1
  return wrk.format("POST", nil, {["Content-Type"] = "application/json"}, visitors[at])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("load: %d requests, %d a second, %.1f ms median, %.1f ms 99th percentile\n",
    summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
  io.write(string.format("load: %d errors\n", errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
