#include "core/engine/closingsequence.h"

#include "core/base/checked.h"

#include <algorithm>
#include <cstdlib>

namespace wick::core {

namespace {

const OrderRecord* recordOf(const ClosingView& view, OrderRole role) noexcept
{
    const auto found =
        std::find_if(view.working.begin(), view.working.end(),
                     [role](const OrderRecord& record) { return record.role == role; });
    return found == view.working.end() ? nullptr : &*found;
}

/// Whether the venue shows this very order. Nothing is known while it does not answer.
bool shown(const ClosingView& view, const OrderRecord& record) noexcept
{
    const VenueOrder* order = view.venue ? view.venue->order(record.role) : nullptr;
    return order != nullptr && order->id == record.id;
}

bool due(const std::optional<Timestamp>& last, Timestamp now) noexcept
{
    return !last || now - *last >= closing::kAgainAfter;
}

/// `last` moved against the side that closes: what a sell may fall to and a buy may rise to.
Price worstPrice(Price last, Side side, std::int64_t collar) noexcept
{
    const Int128 by = static_cast<Int128>(last.count()) * collar / kPpmOne;
    return Price{last.count() + sign(side) * saturate(by)};
}

} // namespace

void ClosingSequence::begin(EngineId engine, const Reason& reason, Timestamp now)
{
    if (active()) {
        m_report.reason = reason;
        return;
    }
    *this = {};
    m_phase = ClosingPhase::Closing;
    m_report.engine = engine;
    m_report.reason = reason;
    m_report.since = now;
}

ClosingMoves ClosingSequence::step(const ClosingView& view)
{
    ClosingMoves moves;
    if (!active()) {
        return moves;
    }
    takeBackEntries(view, moves);
    if (const std::int64_t lots = view.venue ? view.venue->lots : view.lots; lots != 0) {
        m_phase = ClosingPhase::Closing;
        m_report.flatAt.reset();
        close(view, lots, moves);
        return moves;
    }
    if (!view.venue) {
        return moves; // only the venue can say that it is flat
    }
    forgetLost(view, moves);
    if (recordOf(view, OrderRole::Entry) != nullptr
        || view.venue->order(OrderRole::Entry) != nullptr || view.lots != 0)
    {
        return moves; // it may still fill, or its close has not been reported yet
    }
    if (m_phase == ClosingPhase::Closing) {
        m_phase = ClosingPhase::Releasing;
        m_report.flatAt = view.now;
    }
    release(view, moves);
    if (view.working.empty() && view.venue->orders.empty()) {
        m_phase = ClosingPhase::Idle;
        m_report.doneAt = view.now;
        moves.done = true;
    }
    return moves;
}

void ClosingSequence::takeBackEntries(const ClosingView& view, ClosingMoves& moves)
{
    const bool atWork = recordOf(view, OrderRole::Entry) != nullptr
                        || (view.venue && view.venue->order(OrderRole::Entry) != nullptr);
    if (atWork && due(m_entriesCancelledAt, view.now)) {
        moves.cancelEntries = true;
        m_entriesCancelledAt = view.now;
        noteCancel(view.now);
    }
}

void ClosingSequence::close(const ClosingView& view, std::int64_t lots, ClosingMoves& moves)
{
    if (view.venue && view.venue->order(OrderRole::Exit) != nullptr) {
        return; // the venue is working on it
    }
    if (const OrderRecord* exit = recordOf(view, OrderRole::Exit)) {
        const bool answered = exit->machine.state() != OrderState::Sent;
        if (!view.venue && answered) {
            return; // accepted, and nothing newer is known
        }
        if (view.now - std::max(exit->decidedAt, exit->changedAt) < closing::kAnswerWithin) {
            return; // on its way, or its end is about to be reported
        }
    }
    if (!due(m_closedAt, view.now)) {
        return;
    }
    const Side side = lots > 0 ? Side::Sell : Side::Buy;
    const std::int64_t collar = nextCollar(view);
    moves.close = ClosingMoves::Close{
        side, Quantity{std::abs(lots)},
        view.last ? std::optional{worstPrice(*view.last, side, collar)} : std::nullopt};
    m_closedAt = view.now;
    m_report.collar = std::max(m_report.collar, collar);
    ++m_report.closes;
}

std::int64_t ClosingSequence::nextCollar(const ClosingView& view) const noexcept
{
    if (view.now - view.lastNews > closing::kStaleAfter) {
        return closing::kCollar.back();
    }
    const auto step = static_cast<std::size_t>(m_report.closes);
    return closing::kCollar[std::min(step, closing::kCollar.size() - 1)];
}

/// Flat at the venue, so a close of ours is not needed and a stop of ours is not there: what stands
/// in our books without being shown was lost, or the report of its end was.
void ClosingSequence::forgetLost(const ClosingView& view, ClosingMoves& moves) const
{
    for (const auto& record : view.working) {
        const Duration patience =
            record.role == OrderRole::Entry ? closing::kForgetEntryAfter : closing::kAnswerWithin;
        const Timestamp last = std::max({record.decidedAt, record.changedAt, m_report.since});
        if (!shown(view, record) && view.now - last >= patience) {
            moves.forget.push_back(record.role);
        }
    }
}

void ClosingSequence::release(const ClosingView& view, ClosingMoves& moves)
{
    if (view.venue->orders.empty() || !due(m_releasedAt, view.now)) {
        return;
    }
    for (const auto& order : view.venue->orders) {
        moves.cancel.push_back(order.id);
        noteCancel(view.now);
    }
    m_releasedAt = view.now;
}

void ClosingSequence::noteCancel(Timestamp now)
{
    m_report.lastCancelAt = now;
    ++m_report.cancels;
}

} // namespace wick::core
