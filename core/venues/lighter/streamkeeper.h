#pragma once

#include "core/base/randomsource.h"
#include "core/domain/units.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wick::lighter {

// What the shell is asked to do with its socket, in this order.
struct OpenStream
{};
struct SendText
{
    std::string text;
};
struct SendPing ///< of the protocol; its pong comes back as protocolPong()
{};
struct AbortStream ///< at once, whatever state it is in; it is not reported as closed
{};
using StreamEffect = std::variant<OpenStream, SendText, SendPing, AbortStream>;

/// Why a stream could not be opened.
enum class OpenFailure : std::uint8_t
{
    Unreachable,
    RateLimited, ///< 429 on the upgrade
};

/// The life of one connection to the venue's stream: opened within a time, greeted, kept alive by
/// pings of both kinds, given up when two pongs in a row are missing, opened again after a growing
/// and jittered time; its channels subscribed again, a few at a time. Inputs and times in, effects
/// out. Thread: one at a time.
class StreamKeeper
{
public:
    enum class State : std::uint8_t
    {
        Stopped,
        Waiting, ///< for the next attempt
        Opening,
        Greeting, ///< open, but the venue has not said hello
        Ready
    };

    explicit StreamKeeper(core::RandomSource random) noexcept
        : m_random(random)
    {}

    /// A channel to be subscribed whenever there is a connection, as "order_book/0". `token` is for
    /// private ones.
    void want(const std::string& channel, std::string token = {});
    /// Subscribes once more, for a new snapshot.
    void renew(std::string_view channel);

    // What happened.
    void start(core::Timestamp now);
    void stop();
    void opened(core::Timestamp now);
    void openFailed(OpenFailure failure, core::Timestamp now);
    void closed(core::Timestamp now);
    void wake(core::Timestamp now);
    void protocolPong(core::Timestamp now);
    /// Every frame, before anything else is made of it.
    void frameReceived(core::Timestamp now) noexcept { m_lastFrame = now; }
    void connectedReceived(core::Timestamp now);
    void pingReceived();
    void pongReceived() noexcept { m_application.answered(); }
    /// The first frame of a channel, or that it is no longer subscribed.
    void subscribed(std::string_view channel);
    void unsubscribed(std::string_view channel);
    /// The venue refuses a subscription.
    void alreadySubscribed(std::string_view channel);
    void subscriptionRefused(std::string_view channel);
    /// The venue will close in that time.
    void closingSoon(core::Duration in, core::Timestamp now);
    /// Something is wrong that only a new connection mends.
    void reconnect(core::Timestamp now);

    [[nodiscard]] State state() const noexcept { return m_state; }
    /// No frame of any kind for five seconds.
    [[nodiscard]] bool silent(core::Timestamp now) const noexcept;
    [[nodiscard]] std::uint32_t connections() const noexcept { return m_connections; }
    /// When wake() is due; nothing while it is stopped.
    [[nodiscard]] std::optional<core::Timestamp> nextWake() const noexcept;
    [[nodiscard]] std::vector<StreamEffect> takeEffects();

private:
    enum class Subscription : std::uint8_t
    {
        Off,
        Asked,
        On,
        Leaving, ///< asked to be left, to be asked for again
        Refused  ///< until the next connection
    };
    struct WantedChannel
    {
        std::string name;
        std::string token;
        Subscription state = Subscription::Off;
        core::Timestamp askedAt;

        [[nodiscard]] bool unanswered() const noexcept
        {
            return state == Subscription::Asked || state == Subscription::Leaving;
        }
    };
    /// One kind of ping.
    struct Heartbeat
    {
        core::Timestamp next;
        int unanswered = 0;

        void begin(core::Timestamp first) noexcept { *this = {first, 0}; }
        void answered() noexcept { unanswered = 0; }
        /// Whether the connection still lives; the next ping is then to be sent.
        [[nodiscard]] bool beat(core::Timestamp now, core::Duration interval) noexcept;
    };

    void open(core::Timestamp now);
    void giveUp(core::Timestamp now);
    void waitForNextAttempt(core::Timestamp now, core::Duration atLeast);
    void wakeReady(core::Timestamp now);
    void askForChannels(core::Timestamp now);
    void leave(WantedChannel& channel);
    [[nodiscard]] WantedChannel* find(std::string_view channel) noexcept;
    void send(std::string text) { m_effects.emplace_back(SendText{std::move(text)}); }

    core::RandomSource m_random;
    State m_state = State::Stopped;
    std::vector<WantedChannel> m_channels;
    std::vector<StreamEffect> m_effects;
    core::Timestamp m_now; ///< of the last input that had a time
    core::Timestamp m_due; ///< of the next attempt, or until when opening and greeting may take
    core::Timestamp m_readySince;
    core::Timestamp m_lastFrame;
    std::optional<core::Timestamp> m_closingAt;
    std::deque<core::Timestamp> m_asked; ///< requests of the last minute
    Heartbeat m_application;
    Heartbeat m_protocol;
    int m_attempts = 0; ///< in a row that did not last
    std::uint32_t m_connections = 0;
};

} // namespace wick::lighter
