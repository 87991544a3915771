#include "core/venues/lighter/transactionsender.h"

#include "core/base/unreachable.h"
#include "core/venues/lighter/errortable.h"

#include <algorithm>
#include <utility>

namespace wick::lighter {

namespace {

using core::Duration;
using core::Timestamp;

constexpr Duration kEntryLife = core::seconds(15);
constexpr Duration kExitLife = core::seconds(60);
constexpr Duration kAnswerTime = core::seconds(5);
constexpr Duration kNonceTime = core::seconds(5);
/// A next nonce asked for sooner after a transaction may not count it yet.
constexpr Duration kNonceSettles = core::milliseconds(350);
/// By so much the venue's clock may differ from what we take it for.
constexpr Duration kClockDoubt = core::seconds(2);
constexpr Duration kResendAfter = core::seconds(3);
constexpr Duration kPatience = core::seconds(2);
constexpr Duration kRateLimited = core::seconds(60);
constexpr int kMostDoublings = 4; ///< of the wait after a next nonce that is behind
constexpr std::int32_t kTaken = 200;
constexpr std::int32_t kInvalidNonce = 21104;
constexpr std::int32_t kTooManyRequests = 23000;

std::string idOf(const SignedTransaction& transaction)
{
    return "n" + std::to_string(transaction.nonce) + '-' + transaction.hashHex().substr(0, 8);
}

} // namespace

void TransactionSender::enqueue(Ticket ticket, Spending purpose, Timestamp notAfter, Sign sign)
{
    queueOf(purpose).push_back({ticket, purpose, notAfter, std::move(sign)});
}

void TransactionSender::restore(Ticket ticket, Spending purpose, SignedTransaction transaction)
{
    // Whether it left is not known, so it counts as if it had. It is never sent again: only the
    // venue's nonce decides what became of it.
    m_flight = Flight{{ticket, purpose, Timestamp{}, {}}, std::move(transaction), 0, 1, true, {}};
}

void TransactionSender::connected(Timestamp now)
{
    m_connected = true;
    m_unanswered = 0;
    m_nonceState = NonceState::Unknown;
    proceed(now);
}

void TransactionSender::disconnected(Timestamp now)
{
    m_connected = false;
    m_nonceState = NonceState::Unknown;
    if (!m_flight) {
        return;
    }
    if (m_flight->copies > 0) {
        doubt(now);
    } else { // not one byte has left
        queueOf(m_flight->what.purpose).push_front(std::move(m_flight->what));
        m_flight.reset();
    }
}

void TransactionSender::durable(std::uint64_t writing, Timestamp now)
{
    if (m_flight && m_flight->writing == writing && m_flight->copies == 0) {
        transmit(now);
    }
}

void TransactionSender::answered(const std::optional<std::string>& id,
                                 std::int32_t code,
                                 const std::string& message,
                                 std::optional<Timestamp> predictedExecution,
                                 Timestamp now)
{
    // Without an id it is clear whose answer it is only if one alone is missing.
    const bool clear = id || m_unanswered == 1;
    m_unanswered = std::max(m_unanswered - 1, 0);
    if (!m_flight || m_flight->copies == 0 || (id && *id != idOf(m_flight->transaction))) {
        return; // of one that is settled
    }
    if (code == kTaken) {
        m_nonce = m_flight->transaction.nonce + 1;
        m_lastTakenExpires = core::fromMilliseconds(m_flight->transaction.expiredAt);
        settle(Taken{m_flight->transaction.hashHex(), predictedExecution});
        proceed(now);
        return;
    }
    // With more than one copy under way a refusal of one says nothing about the others.
    const bool certain = errorRuleOf(code).certainty == core::ErrorCertainty::Refused && clear
                         && m_flight->copies == 1 && !m_flight->doubtful;
    if (code == kTooManyRequests) {
        m_budget->blockUntil(now + kRateLimited);
    }
    if (certain) {
        refused(code, message, now);
    } else {
        doubt(now);
    }
    proceed(now);
}

/// The nonce of a refused transaction is not used.
void TransactionSender::refused(std::int32_t code, const std::string& message, Timestamp now)
{
    const core::ErrorRule rule = errorRuleOf(code);
    if (code == kInvalidNonce) { // ours was wrong, not what it was for
        m_nonceState = NonceState::Unknown;
        retryLater(now, {});
        return;
    }
    if (rule.action == core::ErrorAction::Retry) {
        retryLater(now, kPatience);
        return;
    }
    if (rule.action == core::ErrorAction::Halt) {
        m_haltCode = code;
    }
    settle(RefusedByVenue{code, message});
}

void TransactionSender::retryLater(Timestamp now, Duration after)
{
    m_notBefore = now + after;
    queueOf(m_flight->what.purpose).push_front(std::move(m_flight->what));
    m_flight.reset();
}

void TransactionSender::nextNonceIs(std::int64_t nonce, Timestamp now)
{
    if (m_nonceState != NonceState::Asked) {
        return;
    }
    if (m_flight && m_flight->copies > 0) {
        resolveFlight(nonce, now);
    } else if (m_nonce && nonce < *m_nonce) {
        nonceFallsBehind(nonce, now);
    } else if (m_nonce && nonce > *m_nonce) {
        halt();
    } else {
        m_nonce = nonce;
        m_nonceState = NonceState::Known;
        m_staleAnswers = 0;
    }
    proceed(now);
}

/// Either the answer does not count the last one yet, or the last one was taken but not carried out
/// before it expired: then its nonce is free again.
void TransactionSender::nonceFallsBehind(std::int64_t nonce, Timestamp now)
{
    if (expiredAtVenue(m_lastTakenExpires, m_nonceAskedAt)) {
        m_nonce = nonce;
        m_nonceState = NonceState::Known;
        m_staleAnswers = 0;
        return;
    }
    m_nonceState = NonceState::Unknown;
    m_notBefore = std::max(m_notBefore, now + kNonceSettles * (std::int64_t{1} << m_staleAnswers));
    m_staleAnswers = std::min(m_staleAnswers + 1, kMostDoublings);
}

/// What the next nonce says about the one that had no answer.
void TransactionSender::resolveFlight(std::int64_t nonce, Timestamp now)
{
    Flight& flight = *m_flight;
    if (nonce > flight.transaction.nonce) {
        if (nonce > flight.transaction.nonce + 1) {
            halt(); // more were used than we have sent
        }
        m_nonce = nonce;
        m_nonceState = NonceState::Known;
        m_lastTakenExpires = core::fromMilliseconds(flight.transaction.expiredAt);
        settle(TakenUnanswered{flight.transaction.hashHex()});
        return;
    }
    const Timestamp expiry = core::fromMilliseconds(flight.transaction.expiredAt);
    if (expiredAtVenue(expiry, m_nonceAskedAt)) { // these bytes can never be carried out any more
        m_nonce = nonce;
        m_nonceState = NonceState::Known;
        if (flight.what.sign) {
            queueOf(flight.what.purpose).push_front(std::move(flight.what));
            m_flight.reset();
        } else { // of an earlier run, which took the intent with it
            settle(NotSent{NotSent::Why::TooLate, {}});
        }
        return;
    }
    m_nonceState = NonceState::Unknown;
    m_notBefore = std::max(m_notBefore, now + kResendAfter);
    const bool free = nonce == flight.transaction.nonce; // else the answer is behind
    if (free && m_connected && flight.what.sign && worthSending(flight.what, now)) {
        transmit(now);
    }
}

void TransactionSender::nextNonceFailed(Timestamp now)
{
    if (m_nonceState == NonceState::Asked) {
        m_nonceState = NonceState::Unknown;
        m_notBefore = std::max(m_notBefore, now + kPatience);
    }
}

void TransactionSender::wake(Timestamp now)
{
    if (m_flight && m_flight->copies > 0 && !m_flight->doubtful && now >= m_flight->answerBy) {
        doubt(now);
    }
    if (m_nonceState == NonceState::Asked && now - m_nonceAskedAt >= kNonceTime) {
        nextNonceFailed(now);
    }
    proceed(now);
}

void TransactionSender::proceed(Timestamp now)
{
    dropLate(now);
    if (m_halted || !m_connected) {
        return;
    }
    if (m_nonceState != NonceState::Known) {
        if (m_nonceState == NonceState::Unknown && (!m_flight || m_flight->doubtful)) {
            askNonce(now);
        }
        return;
    }
    if (!m_flight && now >= m_notBefore) {
        signNext(now);
    }
}

void TransactionSender::askNonce(Timestamp now)
{
    if (now < m_notBefore || now - m_lastSent < kNonceSettles) {
        return;
    }
    const bool exits = !m_exits.empty() || (m_flight && m_flight->what.purpose == Spending::Exit);
    if (m_budget->spend(exits ? Spending::Exit : Spending::Nonce, now)) {
        m_nonceState = NonceState::Asked;
        m_nonceAskedAt = now;
        m_effects.emplace_back(AskNextNonce{});
    }
}

void TransactionSender::signNext(Timestamp now)
{
    std::deque<Waiting>& queue = m_exits.empty() ? m_others : m_exits;
    if (queue.empty() || !m_budget->spend(queue.front().purpose, now)) {
        return;
    }
    Waiting next = std::move(queue.front());
    queue.pop_front();
    const Duration life = next.purpose == Spending::Exit ? kExitLife : kEntryLife;
    const SignatureTerms terms{*m_nonce, core::toMilliseconds(now + m_offset + life), {}};
    auto outcome = next.sign(terms);
    if (!outcome) {
        m_results.push_back({next.ticket, NotSent{NotSent::Why::NotValid, outcome.error()}});
        proceed(now);
        return;
    }
    m_effects.emplace_back(WriteDown{++m_writings, next.ticket, *outcome});
    m_flight = Flight{std::move(next), std::move(*outcome), m_writings, 0, false, {}};
}

void TransactionSender::dropLate(Timestamp now)
{
    std::erase_if(m_others, [&](const Waiting& waiting) {
        const bool late = !worthSending(waiting, now);
        if (late) {
            m_results.push_back({waiting.ticket, NotSent{NotSent::Why::TooLate, {}}});
        }
        return late;
    });
}

void TransactionSender::transmit(Timestamp now)
{
    Flight& flight = *m_flight;
    if (flight.copies == 0 && !worthSending(flight.what, now)) {
        settle(NotSent{NotSent::Why::TooLate, {}}); // the journal took too long
        proceed(now);
        return;
    }
    if (flight.copies > 0 && !m_budget->spend(flight.what.purpose, now)) {
        return;
    }
    ++flight.copies;
    ++m_unanswered;
    flight.doubtful = flight.copies > 1;
    flight.answerBy = now + kAnswerTime;
    m_lastSent = now;
    m_effects.emplace_back(
        Transmit{idOf(flight.transaction), flight.transaction.type, flight.transaction.text});
}

void TransactionSender::doubt(Timestamp now)
{
    m_flight->doubtful = true;
    m_nonceState = NonceState::Unknown;
    m_lastSent = std::max(m_lastSent, now); // its copy may still be on its way
}

void TransactionSender::settle(SendResult result)
{
    m_results.push_back({m_flight->what.ticket, std::move(result)});
    m_flight.reset();
}

bool TransactionSender::expiredAtVenue(Timestamp expiry, Timestamp at) const noexcept
{
    return at + m_offset > expiry + kClockDoubt;
}

bool TransactionSender::worthSending(const Waiting& what, Timestamp now) const noexcept
{
    return what.purpose == Spending::Exit || now <= what.notAfter;
}

std::deque<TransactionSender::Waiting>& TransactionSender::queueOf(Spending purpose) noexcept
{
    return purpose == Spending::Exit ? m_exits : m_others;
}

std::size_t TransactionSender::waiting() const noexcept
{
    return m_exits.size() + m_others.size();
}

std::optional<Timestamp> TransactionSender::nextWake(Timestamp now) const
{
    std::optional<Timestamp> next = m_halted || !m_connected ? std::nullopt : nextStep(now);
    for (const Waiting& waiting : m_others) { // each of them will be too late one day
        const Timestamp late = waiting.notAfter + Duration{1};
        next = next ? std::min(*next, late) : late;
    }
    return next;
}

/// When something can be done that cannot be done now.
std::optional<Timestamp> TransactionSender::nextStep(Timestamp now) const
{
    if (m_nonceState == NonceState::Asked) {
        return m_nonceAskedAt + kNonceTime;
    }
    if (m_flight && !m_flight->doubtful) {
        return m_flight->copies > 0 ? std::optional{m_flight->answerBy} : std::nullopt;
    }
    const bool asks = m_nonceState != NonceState::Known;
    if (!asks && waiting() == 0) {
        return std::nullopt;
    }
    const bool exits = !m_exits.empty() || (m_flight && m_flight->what.purpose == Spending::Exit);
    const Timestamp free = m_budget->freeAt(exits ? Spending::Exit : Spending::Entry, now);
    return std::max({now, m_notBefore, free, asks ? m_lastSent + kNonceSettles : now});
}

std::vector<SenderEffect> TransactionSender::takeEffects()
{
    return std::exchange(m_effects, {});
}

std::vector<TicketResult> TransactionSender::takeResults()
{
    return std::exchange(m_results, {});
}

} // namespace wick::lighter
