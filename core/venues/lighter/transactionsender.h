#pragma once

#include "core/execution/errorpolicy.h"
#include "core/venues/lighter/ratebudget.h"
#include "core/venues/lighter/signer.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace wick::lighter {

/// Names one thing that is to be sent, for as long as there is a journal.
using Ticket = core::Strong<struct TicketTag, std::uint64_t>;

/// Signs with the nonce and expiry it is given, at the moment of sending.
using Sign = std::function<Signer::Outcome(const SignatureTerms&)>;

// What the shell is asked to do, in this order.

/// Write it down; nothing of it leaves before durable() says that it is. What was written before
/// for the same ticket no longer counts.
struct WriteDown
{
    std::uint64_t number = 0; ///< of this writing
    Ticket ticket;
    SignedTransaction transaction;
};
struct Transmit
{
    std::string id; ///< comes back with the answer
    TransactionType type{};
    std::string text;
};
/// Ask the venue for the key's next nonce.
struct AskNextNonce
{};
using SenderEffect = std::variant<WriteDown, Transmit, AskNextNonce>;

// What became of a ticket. Each one gets exactly one of these.

/// The venue has it. Whether it is carried out shows on the channels.
struct Taken
{
    std::string hash;
    std::optional<core::Timestamp> predictedExecution;
};
/// Nobody knows the answer, but its nonce is used: it was taken, and what came of it has to be
/// found. It must never be sent again.
struct TakenUnanswered
{
    std::string hash;
};
/// It was not taken, and never will be.
struct RefusedByVenue
{
    std::int32_t code = 0;
    std::string message;
};
/// It never left, or its bytes can never be carried out any more.
struct NotSent
{
    enum class Why : std::uint8_t
    {
        TooLate, ///< what it was for is over
        NotValid ///< the signer refused it
    };
    Why why{};
    std::optional<TransactionError> error;
};
using SendResult = std::variant<Taken, TakenUnanswered, RefusedByVenue, NotSent>;

struct TicketResult
{
    Ticket ticket;
    SendResult result;
};

/// Sends the transactions of one key, one at a time, each at most once. Its nonce makes that so: as
/// long as an answer is missing only the identical bytes go again, and something new is signed only
/// when the venue's next nonce shows that they were taken, or shows after their expiry that they
/// were not. Thread: one at a time. `now` is our own clock and never goes back.
class TransactionSender
{
public:
    /// `budget` is the account's and must outlive it.
    explicit TransactionSender(RateBudget& budget) noexcept
        : m_budget(&budget)
    {}

    /// An exit never comes too late; anything else is not sent after `notAfter`.
    void enqueue(Ticket ticket, Spending purpose, core::Timestamp notAfter, Sign sign);
    /// What an earlier run wrote down and had no answer to. Before connected().
    void restore(Ticket ticket, Spending purpose, SignedTransaction transaction);

    // What happened.
    void connected(core::Timestamp now);
    void disconnected(core::Timestamp now);
    void durable(std::uint64_t writing, core::Timestamp now);
    /// The answer to a Transmit. An answer without an id is for the one that is under way.
    void answered(const std::optional<std::string>& id,
                  std::int32_t code,
                  const std::string& message,
                  std::optional<core::Timestamp> predictedExecution,
                  core::Timestamp now);
    void nextNonceIs(std::int64_t nonce, core::Timestamp now);
    void nextNonceFailed(core::Timestamp now);
    void wake(core::Timestamp now);
    /// Server time minus ours.
    void setClockOffset(core::Duration offset) noexcept { m_offset = offset; }

    [[nodiscard]] std::vector<SenderEffect> takeEffects();
    [[nodiscard]] std::vector<TicketResult> takeResults();
    [[nodiscard]] std::optional<core::Timestamp> nextWake(core::Timestamp now) const;

    /// One has left and its outcome is not known.
    [[nodiscard]] bool uncertain() const noexcept { return m_flight && m_flight->doubtful; }
    [[nodiscard]] std::size_t waiting() const noexcept;
    /// The venue's nonce went where no transaction of ours has taken it: another program uses the
    /// key. Nothing is sent any more.
    [[nodiscard]] bool halted() const noexcept { return m_halted; }
    /// The last error that asks for more than its ticket.
    [[nodiscard]] const std::optional<std::int32_t>& haltCode() const noexcept
    {
        return m_haltCode;
    }

private:
    struct Waiting
    {
        Ticket ticket;
        Spending purpose{};
        core::Timestamp notAfter;
        Sign sign;
    };
    /// The one that is under way.
    struct Flight
    {
        Waiting what;
        SignedTransaction transaction;
        std::uint64_t writing = 0;
        int copies = 0;        ///< that have left
        bool doubtful = false; ///< no answer, so it may or may not have been taken
        core::Timestamp answerBy;
    };
    enum class NonceState : std::uint8_t
    {
        Unknown,
        Asked,
        Known
    };

    void proceed(core::Timestamp now);
    void signNext(core::Timestamp now);
    void dropLate(core::Timestamp now);
    void transmit(core::Timestamp now);
    void doubt(core::Timestamp now);
    void settle(SendResult result);
    void retryLater(core::Timestamp now, core::Duration after);
    void refused(std::int32_t code, const std::string& message, core::Timestamp now);
    void askNonce(core::Timestamp now);
    void resolveFlight(std::int64_t nonce, core::Timestamp now);
    [[nodiscard]] std::optional<core::Timestamp> nextStep(core::Timestamp now) const;
    void nonceFallsBehind(std::int64_t nonce, core::Timestamp now);
    [[nodiscard]] bool expiredAtVenue(core::Timestamp expiry, core::Timestamp at) const noexcept;
    [[nodiscard]] bool worthSending(const Waiting& what, core::Timestamp now) const noexcept;
    [[nodiscard]] std::deque<Waiting>& queueOf(Spending purpose) noexcept;
    void halt() noexcept { m_halted = true; }

    RateBudget* m_budget;
    std::deque<Waiting> m_exits;
    std::deque<Waiting> m_others;
    std::optional<Flight> m_flight;
    NonceState m_nonceState = NonceState::Unknown;
    std::optional<std::int64_t> m_nonce; ///< the next one, as we count
    core::Timestamp m_lastTakenExpires;  ///< until then the last one that was taken may still wait
    int m_staleAnswers = 0;              ///< next nonces in a row that were behind ours
    bool m_connected = false;
    bool m_halted = false;
    std::optional<std::int32_t> m_haltCode;
    std::uint64_t m_writings = 0;
    int m_unanswered = 0; ///< copies of anything that left over this connection
    core::Duration m_offset;
    core::Timestamp m_lastSent;
    core::Timestamp m_nonceAskedAt;
    core::Timestamp m_notBefore; ///< of anything, after a refusal that asks for patience
    std::vector<SenderEffect> m_effects;
    std::vector<TicketResult> m_results;
};

} // namespace wick::lighter
