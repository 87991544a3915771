#include "core/venues/lighter/streamkeeper.h"

#include "core/base/unreachable.h"
#include "core/venues/lighter/mapper.h"

#include <algorithm>
#include <utility>

namespace wick::lighter {

namespace {

using core::Duration;
using core::Timestamp;

constexpr Duration kOpenTime = core::seconds(10);
constexpr Duration kGreetingTime = core::seconds(10);
constexpr Duration kApplicationPing = core::seconds(15);
constexpr Duration kProtocolPing = core::seconds(10);
constexpr int kMissedPongs = 2;
constexpr Duration kSilence = core::seconds(5);
constexpr Duration kFirstDelay = core::milliseconds(500);
constexpr Duration kLongestDelay = core::seconds(30);
constexpr Duration kRateLimitDelay = core::seconds(60);
constexpr Duration kLasting = core::seconds(30); ///< a connection that long was a good one
constexpr Duration kSubscriptionTime = core::seconds(10);
constexpr std::size_t kMostUnanswered = 35; ///< the venue allows 50
constexpr std::size_t kMostRequests = 60;   ///< a minute; the venue allows 200
constexpr Duration kRequestWindow = core::minutes(1);

/// Half to the whole of it, so that many clients do not come back at once.
Duration jittered(Duration delay, core::RandomSource& random) noexcept
{
    const auto half = static_cast<std::uint64_t>(delay.count() / 2);
    return Duration{static_cast<std::int64_t>(half + random.below(half + 1))};
}

Duration delayOf(int attempts) noexcept
{
    Duration delay = kFirstDelay;
    for (int i = 1; i < attempts && delay < kLongestDelay; ++i) {
        delay = delay * 2;
    }
    return std::min(delay, kLongestDelay);
}

} // namespace

bool StreamKeeper::Heartbeat::beat(Timestamp now, Duration interval) noexcept
{
    if (unanswered >= kMissedPongs) {
        return false;
    }
    ++unanswered;
    next = now + interval;
    return true;
}

void StreamKeeper::want(const std::string& channel, std::string token)
{
    if (WantedChannel* known = find(channel)) {
        known->token = std::move(token);
        return;
    }
    m_channels.push_back({channel, std::move(token), Subscription::Off, {}});
    askForChannels(m_now);
}

void StreamKeeper::renew(std::string_view channel)
{
    WantedChannel* wanted = find(channel);
    if (m_state == State::Ready && wanted != nullptr && wanted->state == Subscription::On) {
        leave(*wanted);
    }
}

void StreamKeeper::start(Timestamp now)
{
    if (m_state == State::Stopped) {
        open(now);
    }
}

void StreamKeeper::stop()
{
    if (m_state != State::Stopped && m_state != State::Waiting) {
        m_effects.emplace_back(AbortStream{});
    }
    m_state = State::Stopped;
}

void StreamKeeper::open(Timestamp now)
{
    m_now = now;
    m_state = State::Opening;
    m_due = now + kOpenTime;
    ++m_attempts;
    m_effects.emplace_back(OpenStream{});
}

void StreamKeeper::opened(Timestamp now)
{
    if (m_state == State::Opening) {
        m_now = now;
        m_state = State::Greeting;
        m_due = now + kGreetingTime;
        m_lastFrame = now;
    }
}

void StreamKeeper::openFailed(OpenFailure failure, Timestamp now)
{
    if (m_state == State::Opening) {
        waitForNextAttempt(now, failure == OpenFailure::RateLimited ? kRateLimitDelay : Duration{});
    }
}

void StreamKeeper::closed(Timestamp now)
{
    if (m_state != State::Stopped && m_state != State::Waiting) {
        waitForNextAttempt(now, {});
    }
}

void StreamKeeper::connectedReceived(Timestamp now)
{
    if (m_state != State::Greeting) {
        return;
    }
    m_now = now;
    m_state = State::Ready;
    m_readySince = now;
    m_closingAt.reset();
    m_application.begin(now + kApplicationPing);
    m_protocol.begin(now + kProtocolPing);
    ++m_connections;
    for (WantedChannel& channel : m_channels) {
        channel.state = Subscription::Off;
    }
    askForChannels(now);
}

void StreamKeeper::pingReceived()
{
    send(request::pong());
}

void StreamKeeper::protocolPong(Timestamp now)
{
    m_lastFrame = now;
    m_protocol.answered();
}

void StreamKeeper::subscribed(std::string_view channel)
{
    if (WantedChannel* wanted = find(channel)) {
        wanted->state = Subscription::On;
    }
    askForChannels(m_now);
}

void StreamKeeper::unsubscribed(std::string_view channel)
{
    if (WantedChannel* wanted = find(channel)) {
        wanted->state = Subscription::Off;
    }
    askForChannels(m_now);
}

void StreamKeeper::alreadySubscribed(std::string_view channel)
{
    // That brings no snapshot, and without one the channel means nothing.
    if (WantedChannel* wanted = find(channel)) {
        leave(*wanted);
    }
}

void StreamKeeper::subscriptionRefused(std::string_view channel)
{
    if (WantedChannel* wanted = find(channel)) {
        wanted->state = Subscription::Refused;
    }
}

void StreamKeeper::closingSoon(Duration in, Timestamp now)
{
    if (m_state == State::Ready) {
        m_closingAt = now + in;
    }
}

void StreamKeeper::reconnect(Timestamp now)
{
    if (m_state == State::Greeting || m_state == State::Ready) {
        giveUp(now);
    }
}

void StreamKeeper::wake(Timestamp now)
{
    m_now = now;
    switch (m_state) {
    case State::Stopped:
        return;
    case State::Waiting:
        if (now >= m_due) {
            open(now);
        }
        return;
    case State::Opening:
    case State::Greeting:
        if (now >= m_due) {
            giveUp(now);
        }
        return;
    case State::Ready:
        wakeReady(now);
        return;
    }
    core::unreachable();
}

void StreamKeeper::wakeReady(Timestamp now)
{
    if (m_closingAt && now >= *m_closingAt) {
        giveUp(now);
        return;
    }
    if (now >= m_protocol.next) {
        if (!m_protocol.beat(now, kProtocolPing)) {
            giveUp(now);
            return;
        }
        m_effects.emplace_back(SendPing{});
    }
    if (now >= m_application.next) {
        if (!m_application.beat(now, kApplicationPing)) {
            giveUp(now);
            return;
        }
        send(request::ping());
    }
    for (WantedChannel& channel : m_channels) {
        if (channel.unanswered() && now - channel.askedAt >= kSubscriptionTime) {
            channel.state = Subscription::Off; // asked for once more
        }
    }
    askForChannels(now);
}

void StreamKeeper::giveUp(Timestamp now)
{
    m_effects.emplace_back(AbortStream{});
    waitForNextAttempt(now, {});
}

void StreamKeeper::waitForNextAttempt(Timestamp now, Duration atLeast)
{
    if (m_state == State::Ready && now - m_readySince >= kLasting) {
        m_attempts = 1;
    }
    m_now = now;
    m_state = State::Waiting;
    m_due = now + atLeast + jittered(delayOf(m_attempts), m_random);
}

void StreamKeeper::askForChannels(Timestamp now)
{
    if (m_state != State::Ready) {
        return;
    }
    while (!m_asked.empty() && now - m_asked.front() >= kRequestWindow) {
        m_asked.pop_front();
    }
    auto unanswered = static_cast<std::size_t>(
        std::count_if(m_channels.begin(), m_channels.end(),
                      [](const WantedChannel& channel) { return channel.unanswered(); }));
    for (WantedChannel& channel : m_channels) {
        if (unanswered >= kMostUnanswered || m_asked.size() >= kMostRequests) {
            return;
        }
        if (channel.state == Subscription::Off) {
            channel.state = Subscription::Asked;
            channel.askedAt = now;
            send(request::subscribe(channel.name, channel.token));
            m_asked.push_back(now);
            ++unanswered;
        }
    }
}

void StreamKeeper::leave(WantedChannel& channel)
{
    channel.state = Subscription::Leaving;
    channel.askedAt = m_now;
    send(request::unsubscribe(channel.name));
    m_asked.push_back(m_now);
}

StreamKeeper::WantedChannel* StreamKeeper::find(std::string_view channel) noexcept
{
    const auto found = std::find_if(m_channels.begin(), m_channels.end(),
                                    [&](const WantedChannel& one) { return one.name == channel; });
    return found == m_channels.end() ? nullptr : &*found;
}

bool StreamKeeper::silent(Timestamp now) const noexcept
{
    return now - m_lastFrame >= kSilence;
}

std::optional<Timestamp> StreamKeeper::nextWake() const noexcept
{
    if (m_state == State::Stopped) {
        return std::nullopt;
    }
    if (m_state != State::Ready) {
        return m_due;
    }
    Timestamp next = std::min(m_application.next, m_protocol.next);
    for (const WantedChannel& channel : m_channels) {
        if (channel.unanswered()) {
            next = std::min(next, channel.askedAt + kSubscriptionTime);
        }
    }
    return m_closingAt ? std::min(next, *m_closingAt) : next;
}

std::vector<StreamEffect> StreamKeeper::takeEffects()
{
    return std::exchange(m_effects, {});
}

} // namespace wick::lighter
