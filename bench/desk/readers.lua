-- Each request reads a story at random: three of four among the newest hundred, as readers do.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(7)
-- Packed pages, as every browser asks for; PLAIN=1 asks for them as they are.
if not os.getenv("PLAIN") then wrk.headers["Accept-Encoding"] = "gzip, deflate" end
request = function()
  local upto = math.random(4) > 1 and math.min(100, #paths) or #paths
  return wrk.format("GET", paths[math.random(upto)])
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("errors: %d; p50 %.1f ms, p90 %.1f ms, p99 %.1f ms; %.0f pages/s\n",
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000,
    summary.requests / (summary.duration / 1e6)))
end
