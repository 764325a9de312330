-- One exchange between a worker and the store, which no other worker's can come between.
--
-- The token bucket of rate_limit/tokens.py and the learnt rate of rate_limit/adaptive.py, with Redis' own clock. It takes
-- numbers only, and puts aside what it finds in its fields and cannot be true: somebody else may have written there.
-- Names after a dollar sign are constants that script.py fills in.

local key, present = KEYS[1], KEYS[2]
local worker = ARGV[1]
local told, burst, wanted, returned, served, epoch, refused, overload, pause, remembered, leaving, expected
do
  local a = {}
  for i = 2, 13 do a[i - 1] = tonumber(ARGV[i]) end
  told, burst, wanted, returned, served, epoch = unpack(a, 1, 6)
  refused, overload, pause, remembered, leaving, expected = unpack(a, 7, 12)
end
if told > 0 then told = math.max(told, $MIN_LIMIT) end
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000

local names = {'tokens', 'at', 'paused_until', 'epoch', 'start', 'target', 'hold', 'age', 'doubts', 'served', 'stood',
  'refused_at', 'second', 'current', 'before', 'limit', 'told_at', 'expected', 'returning_until',
  'served_at'}
local found = redis.call('HMGET', key, unpack(names))
local state = {}
local function read(index, low, high, otherwise)
  local value = tonumber(found[index])
  local good = value and value >= low and value <= high
  state[names[index]] = good and value or otherwise
  return good
end
local known = read(2, 0, now, now)
read(1, -1000000, 1000000, 0)
read(3, 0, now + $MAX_PAUSE, 0)
read(4, 0, 9007199254740991, 0)
read(5, $LOWEST, $HIGHEST, 0)
read(6, $LOWEST, $HIGHEST, 0)
read(7, 0, $HOLD, 0)
read(8, 0, 1000000000, 0)
read(9, 0, $DOUBTS, 0)
read(10, 0, 1000000000000, 0)
read(11, 0, 1000000000, 0)
read(12, 0, now, now)
read(13, 0, now, 0)
read(14, 0, 1000000000, 0)
read(15, 0, 1000000000, 0)
read(16, $MIN_LIMIT, $HIGHEST, 0)
read(17, 0, now, 0)
read(18, 1, $MAX_WORKERS, 1)
read(19, 0, now + $RETURNING, 0)
read(20, 0, now, now)
local s = state

-- The lowest limit that a worker was told counts, for as long as one with that limit is there.
if told > 0 and (s.limit == 0 or told <= s.limit or now - s.told_at > $SEEN) then
  s.limit, s.told_at = told, now
elseif now - s.told_at > $SEEN then
  s.limit = 0
end

local function rate_now()
  if s.start == 0 then return s.limit end
  local rate
  if s.target == 0 then
    rate = s.start * 4 ^ math.min(s.age, 20)
  elseif s.age < s.hold then
    rate = s.target - (s.target - s.start) * math.exp(-s.age / $RECOVERY)
  else
    rate = s.target * 1.01 ^ math.min((s.age - s.hold) ^ 2, 1000)
  end
  return math.min(rate, s.limit > 0 and s.limit or $HIGHEST)
end
local function restart(start, target, hold)
  s.start = math.min(math.max(start, $LOWEST), $HIGHEST)
  s.target = target > 0 and math.max($MARGIN * target, s.start) or 0
  s.hold, s.age = hold, 0
end
local function capacity(rate)
  if burst > 0 then return math.max(1, burst / 2) end
  return math.max(1, rate * (rate == s.limit and 0.05 or 0.02))
end

-- Those who are not back yet still keep to their parts by themselves.
if not known and expected > 1 then
  s.expected, s.returning_until = expected, now + $RETURNING
end
local there = 1
if now < s.returning_until then
  there = math.min(1, math.max(1, redis.call('ZCARD', present)) / s.expected)
end

if not known and remembered > 0 then
  restart(remembered, remembered, $HOLD)
  s.epoch = 1
  s.second = math.floor(now)
  s.before, s.current = remembered, remembered * (now - s.second)
end
local rate = rate_now()
local most = capacity(rate)
-- No more is lent than becomes ready within the horizon, at the rate of now.
s.tokens = math.max(s.tokens, -(1 + rate * $HORIZON))
s.tokens = known and math.min(most, s.tokens + (now - s.at) * rate * there + returned) or (rate > 0 and most or 1)

-- The learnt rate rises while requests wait for it, and not for a pause, and some are served.
if served > 0 then s.served_at = now end
local paused = math.max(0, s.paused_until - now)
if s.start > 0 and wanted > 0 and wanted > s.tokens and paused == 0 then
  local since = math.max(s.at, s.paused_until, now - 0.5)
  s.age = s.age + math.max(0, math.min(now, s.served_at + $SILENCE) - since)
  rate = rate_now()
end
s.at = now

local second = math.floor(now)
if s.second ~= second then
  s.before = s.second == second - 1 and s.current or 0
  s.second, s.current = second, 0
end
s.current = s.current + served
s.served = s.served + served

-- What was sent before a worker knew of a refusal is part of that one.
if refused == 1 and epoch == s.epoch then
  local elapsed = now - s.refused_at
  local was = s.before * (1 - (now - second)) + s.current
  if elapsed >= 1 then was = s.served / elapsed end
  if rate == 0 then
    restart(math.max(was, $FIRST), 0, 0)
  elseif s.start > 0 and s.target == 0 and s.served < $FEW and s.doubts < $DOUBTS then
    s.doubts = s.doubts + 1
    restart(was + (rate - was) / 4, 0, 0)
  elseif overload == 1 then
    restart($OUTAGE * rate, rate, $SHORT_HOLD)
  else
    was = math.min(was, rate)
    local active = elapsed - s.stood
    local sustained = active > 0 and math.min(s.served / active, rate) or 0
    if active >= $SUSTAINED and sustained > 0.9 * rate then
      restart((was + sustained) / 2, sustained, $HOLD)
    else
      restart(was + (rate - was) / 4, was + (rate - was) / 2, $SHORT_HOLD)
    end
  end
  s.epoch, s.refused_at, s.served_at, s.served, s.stood = s.epoch + 1, now, now, 0, 0
  s.tokens = math.min(s.tokens, 1)
  rate = rate_now()
end
pause = math.min(pause, $MAX_PAUSE)
if pause > paused then
  s.stood = s.stood + pause - paused
  s.paused_until, paused = now + pause, pause
end

redis.call('ZREMRANGEBYSCORE', present, '-inf', now - $SEEN)
redis.call('ZREMRANGEBYSCORE', present, '(' .. string.format('%.17g', now), '+inf')
if leaving == 1 then
  redis.call('ZREM', present, worker)
else
  redis.call('ZADD', present, string.format('%.17g', now), worker)
end
local workers = math.min(math.max(redis.call('ZCARD', present), 1), $MAX_WORKERS)

local before, granted, again, life = s.tokens, 0, 0, 0
if rate > 0 then
  life = math.max(capacity(rate) / rate, 0.05)
  if paused == 0 then
    -- A worker's part of what becomes ready soon, so that those who ask later need not wait for those who asked much.
    local part = math.max(1, math.floor(rate * $HORIZON / workers))
    local ready = math.floor(s.tokens + rate * there * $HORIZON + 0.000000001)
    granted = math.max(0, math.min(wanted, part, ready))
  end
  s.tokens = s.tokens - granted
  if granted == 0 then
    local soon = math.min(0.1, workers / rate / 4)
    again = math.min(math.max((1 - before) / rate - $HORIZON, soon), 0.25)
  end
end

local written = {}
for _, name in ipairs(names) do
  written[#written + 1] = name
  written[#written + 1] = string.format('%.17g', s[name])
end
redis.call('HSET', key, unpack(written))
redis.call('EXPIRE', key, $KEPT)
redis.call('EXPIRE', present, 60)

local answer = {granted, before, rate, s.start > 0 and 1 or 0, paused, s.epoch, workers, again, life}
for i, value in ipairs(answer) do answer[i] = string.format('%.17g', value) end
return answer
