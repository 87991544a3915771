#pragma once

#include "core/domain/reason.h"
#include "core/execution/executionport.h"
#include "core/execution/orderkeeper.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace wick::core {

/// The numbers of a close, in one place. All times are market time.
namespace closing {
/// Worst price of a close, in ppm from the last price. Each close that comes back unfilled makes
/// the next one step wider; the last step stays.
constexpr std::array<std::int64_t, 4> kCollar{10'000, 20'000, 50'000, 100'000};
/// Older than this the last price says little: the widest collar at once.
constexpr Duration kStaleAfter = seconds(15);
/// In-flight deadline: a close without an answer for so long is sent again.
constexpr Duration kAnswerWithin = seconds(5);
/// The same is not asked for again sooner.
constexpr Duration kAgainAfter = seconds(1);
/// An entry that was never answered and that the venue does not show cannot arrive any more: its
/// approval has run out.
constexpr Duration kForgetEntryAfter = seconds(20);
/// Protection bound: a position without a resting stop for so long is closed.
constexpr Duration kProtectWithin = seconds(5);
} // namespace closing

enum class ClosingPhase : std::uint8_t
{
    Idle,
    Closing,   ///< entries are taken back and the position is closed; its protection stays
    Releasing, ///< flat at the venue: what reduce-only orders remain are taken back
};

/// How a close went, from its trigger on.
struct ClosingReport
{
    EngineId engine;
    Reason reason;
    Timestamp since;                       ///< trigger
    std::optional<Timestamp> lastCancelAt; ///< when the last cancel was sent; none was needed
    std::optional<Timestamp> flatAt;       ///< flat at the venue, nothing that could change it
    Timestamp doneAt;                      ///< nothing at work any more
    std::int64_t closes = 0;               ///< close orders sent
    std::int64_t cancels = 0;              ///< cancels sent
    std::int64_t collar = 0;               ///< widest, ppm
};

/// What the sequence looks at: what we believe of one engine, and what its venue says.
struct ClosingView
{
    Timestamp now;
    std::int64_t lots = 0;                  ///< signed, as reported so far
    std::span<const OrderRecord> working{}; ///< at most one of each role
    std::optional<VenueState> venue{};      ///< none while it does not answer
    std::optional<Price> last{};
    Timestamp lastNews{};
};

/// What is to be done now. In this order.
struct ClosingMoves
{
    struct Close
    {
        Side side{};
        Quantity quantity;
        std::optional<Price> worst; ///< none without any price
    };

    bool cancelEntries = false;
    std::optional<Close> close;
    InlineVector<OrderId, 4> cancel; ///< reduce-only orders nobody needs any more
    /// Records of ours that the venue does not know, and cannot come to know.
    InlineVector<OrderRole, 4> forget;
    bool done = false; ///< flat, and nothing at work

    [[nodiscard]] bool none() const noexcept
    {
        return !cancelEntries && !close && cancel.empty() && forget.empty() && !done;
    }
};

/// Takes one engine from whatever it holds to verified flat: entries are taken back, the position
/// is closed reduce-only within a collar that widens, and only what the venue itself shows as flat
/// lets go of the protective stop. Silence is never success, a lost order is sent again, an entry
/// that fills late is closed as well. A plain value: what it needs to go on after a restart is
/// itself and a look at the venue. Source: definitions D.8, D.10.
class ClosingSequence
{
public:
    /// Starts, or gives a running one its newer reason; the trigger stays.
    void begin(EngineId engine, const Reason& reason, Timestamp now);
    /// The next moves. Asked again after they were made, until there are none: it ends, as what it
    /// asked for once is not asked for again at the same time.
    [[nodiscard]] ClosingMoves step(const ClosingView& view);

    [[nodiscard]] bool active() const noexcept { return m_phase != ClosingPhase::Idle; }
    [[nodiscard]] ClosingPhase phase() const noexcept { return m_phase; }
    /// Of the running close, or of the last one.
    [[nodiscard]] const ClosingReport& report() const noexcept { return m_report; }

private:
    void takeBackEntries(const ClosingView& view, ClosingMoves& moves);
    void close(const ClosingView& view, std::int64_t lots, ClosingMoves& moves);
    void forgetLost(const ClosingView& view, ClosingMoves& moves) const;
    void release(const ClosingView& view, ClosingMoves& moves);
    void noteCancel(Timestamp now);
    [[nodiscard]] std::int64_t nextCollar(const ClosingView& view) const noexcept;

    ClosingPhase m_phase = ClosingPhase::Idle;
    ClosingReport m_report;
    std::optional<Timestamp> m_entriesCancelledAt;
    std::optional<Timestamp> m_closedAt; ///< the last close was sent
    std::optional<Timestamp> m_releasedAt;
};

} // namespace wick::core
