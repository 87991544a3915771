// The sender of one key against a model of the venue and of everything between them, in virtual
// time, with faults from a seed. What must hold is checked at each step and after a calm end.
#include "core/base/randomsource.h"
#include "core/venues/lighter/transactionsender.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>

using namespace wick::core;
using namespace wick::lighter;

class TransactionSenderSimulation final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void holdsUnderAnyScheduleOfFaults_data();
    void holdsUnderAnyScheduleOfFaults();
    void theSameSeedTellsTheSameStory();
};

namespace {

constexpr Duration kFaultsEnd = seconds(120);
constexpr Duration kEnd = seconds(420);

/// A swarm: each schedule has some kinds of faults, so that one does not hide the other.
struct Faults
{
    bool lostRequests = false;
    bool lostAnswers = false;
    bool delays = false;
    bool disconnects = false;
    bool refusals = false;
    bool serverErrors = false;
    bool staleNonces = false;
    bool lateInclusion = false;
    bool slowJournal = false;

    explicit Faults(RandomSource& random)
    {
        for (bool* fault : {&lostRequests, &lostAnswers, &delays, &disconnects, &refusals,
                            &serverErrors, &staleNonces, &lateInclusion, &slowJournal})
        {
            *fault = random.below(2) == 0;
        }
    }
};

struct Intent
{
    Spending purpose{};
    Timestamp notAfter;
    std::optional<SendResult> result;
    int executed = 0;
    std::set<std::string> texts; ///< that were signed for it
};

class World
{
public:
    explicit World(std::uint64_t seed)
        : m_random(seed)
        , m_faults(m_random)
        , m_venueAhead(between(-1'500, 1'500))
    {}

    /// Empty when all held.
    std::string run()
    {
        m_sender.setClockOffset(m_venueAhead + between(-400, 400));
        const auto intents = 1 + m_random.below(8);
        for (std::uint64_t i = 0; i < intents; ++i) {
            const bool exit = m_random.below(3) == 0;
            after(between(0, 90'000), [this, exit] { enqueue(exit); });
        }
        if (m_faults.disconnects) {
            for (int i = 0; i < 4; ++i) {
                after(between(0, 110'000), [this] { disconnect(); });
            }
        }
        connect();
        while (m_problem.empty() && m_now - Timestamp{} < kEnd && step()) {
        }
        check();
        return m_problem;
    }
    [[nodiscard]] const std::string& story() const noexcept { return m_story; }

private:
    struct Accepted
    {
        Ticket ticket;
        std::int64_t nonce = 0;
        std::int64_t expiredAt = 0;
        Timestamp due;
    };

    [[nodiscard]] Duration between(int low, int high)
    {
        return milliseconds(
            low + static_cast<int>(m_random.below(static_cast<std::uint64_t>(high - low + 1))));
    }
    /// True in one of `n` cases while there are faults.
    [[nodiscard]] bool happens(bool fault, std::uint64_t n)
    {
        return fault && m_now - Timestamp{} < kFaultsEnd && m_random.below(n) == 0;
    }
    void after(Duration delay, std::function<void()> what)
    {
        m_events.emplace(m_now + delay, std::move(what));
    }
    void note(const std::string& line)
    {
        m_story += std::to_string(toMilliseconds(m_now)) + ' ' + line + '\n';
    }
    void mustHold(bool holds, const std::string& sentence)
    {
        if (!holds && m_problem.empty()) {
            m_problem = std::to_string(toMilliseconds(m_now)) + " ms: " + sentence;
        }
    }

    bool step()
    {
        const auto wake = m_sender.nextWake(m_now);
        if (wake && (m_events.empty() || *wake < m_events.begin()->first)) {
            // A wake that is due at once and changes nothing would stop the time.
            m_idleWakes = *wake <= m_now ? m_idleWakes + 1 : 0;
            mustHold(m_idleWakes < 100, "the sender asks to be woken for nothing");
            m_now = std::max(m_now, *wake);
            m_sender.wake(m_now);
        } else {
            if (m_events.empty()) {
                return false;
            }
            m_now = m_events.begin()->first;
            const auto what = std::move(m_events.begin()->second);
            m_events.erase(m_events.begin());
            what();
        }
        collect();
        return true;
    }

    void enqueue(bool exit)
    {
        const Ticket ticket{m_intents.size() + 1};
        const Timestamp notAfter = m_now + between(500, 12'000);
        m_intents[ticket] = {exit ? Spending::Exit : Spending::Entry, notAfter, {}, 0, {}};
        note("enqueue " + std::to_string(ticket.count()));
        m_sender.enqueue(
            ticket, m_intents[ticket].purpose, notAfter,
            [this, ticket](const SignatureTerms& terms) -> Signer::Outcome {
                SignedTransaction transaction;
                transaction.type = TransactionType::CreateOrder;
                transaction.nonce = terms.nonce;
                transaction.expiredAt = terms.expiredAt;
                transaction.hash = Quintic::ofLimbs({++m_signatures, 0, 0, 0, 0});
                transaction.text = std::to_string(ticket.count()) + '/'
                                   + std::to_string(terms.nonce) + '/'
                                   + std::to_string(m_signatures);
                m_signed[transaction.text] = {ticket, terms.nonce, terms.expiredAt, {}};
                m_intents[ticket].texts.insert(transaction.text);
                return transaction;
            });
        m_sender.wake(m_now);
    }

    void connect()
    {
        ++m_connection;
        m_connected = true;
        note("connected");
        m_sender.connected(m_now);
        collect();
    }
    void disconnect()
    {
        if (m_connected) {
            m_connected = false;
            note("disconnected");
            m_sender.disconnected(m_now);
            after(between(300, 6'000), [this] { connect(); });
        }
    }

    void collect()
    {
        for (const SenderEffect& effect : m_sender.takeEffects()) {
            std::visit([this](const auto& one) { carryOut(one); }, effect);
        }
        for (const TicketResult& one : m_sender.takeResults()) {
            Intent& intent = m_intents[one.ticket];
            note("result " + std::to_string(one.ticket.count()) + " is "
                 + std::to_string(one.result.index()));
            mustHold(!intent.result, "a ticket has one result");
            intent.result = one.result;
        }
    }
    void carryOut(const WriteDown& effect)
    {
        const std::string text = effect.transaction.text;
        const std::uint64_t writing = effect.number;
        after(happens(m_faults.slowJournal, 4) ? between(1'000, 20'000) : between(1, 20),
              [this, writing, text] {
                  m_durable.insert(text);
                  m_sender.durable(writing, m_now);
              });
    }
    void carryOut(const Transmit& effect)
    {
        const Accepted& content = m_signed.at(effect.text);
        Intent& intent = m_intents[content.ticket];
        note("transmit " + effect.text);
        mustHold(m_connected, "nothing is sent without a connection");
        mustHold(m_durable.contains(effect.text), "nothing leaves before it is written down");
        mustHold(intent.purpose == Spending::Exit || m_now <= intent.notAfter,
                 "nothing is sent too late");
        mustHold(!intent.result, "what has a result is not sent");
        spend();
        if (happens(m_faults.lostRequests, 3)) {
            return;
        }
        const int connection = m_connection;
        after(delay(), [this, effect, connection] { arrive(effect, connection); });
    }
    void carryOut(const AskNextNonce& /*effect*/)
    {
        spend();
        if (happens(m_faults.lostRequests, 4)) {
            return;
        }
        const std::int64_t now = m_next;
        const std::int64_t before = m_nextBefore;
        const bool stale =
            happens(m_faults.staleNonces, 2) && m_now - m_nextChanged < milliseconds(300);
        const std::int64_t answer = stale ? before : now;
        const bool lost = happens(m_faults.lostAnswers, 4);
        const int connection = m_connection;
        after(between(5, 400), [this, answer, lost, connection] {
            if (lost) {
                m_sender.nextNonceFailed(m_now);
            } else if (connection == m_connection && m_connected) {
                note("next nonce " + std::to_string(answer));
                m_sender.nextNonceIs(answer, m_now);
            }
        });
    }
    [[nodiscard]] Duration delay()
    {
        return happens(m_faults.delays, 4) ? between(1'000, 30'000) : between(5, 200);
    }
    /// The planned part of the account's budget holds, whatever happens.
    void spend()
    {
        m_spent.push_back(m_now);
        while (m_now - m_spent.front() >= minutes(1)) {
            m_spent.pop_front();
        }
        mustHold(m_spent.size() <= 48, "at most 48 requests a minute");
    }

    // ── The venue ───────────────────────────────────────────────────────────────────────────────

    [[nodiscard]] std::int64_t venueTime() const { return toMilliseconds(m_now + m_venueAhead); }

    void arrive(const Transmit& request, int connection)
    {
        Accepted content = m_signed.at(request.text);
        if (happens(m_faults.refusals, 4)) {
            constexpr std::array kCodes{21739, 21506, 23000, 21732, 77777};
            answer(request.id, kCodes[m_random.below(kCodes.size())], connection);
            return;
        }
        const bool takes = content.nonce == m_next && venueTime() <= content.expiredAt;
        if (happens(m_faults.serverErrors, 3)) {
            if (takes && m_random.below(2) == 0) {
                accept(content);
            }
            answer(request.id, m_random.below(2) == 0 ? 29500 : 29501, connection);
            return;
        }
        if (takes) {
            accept(content);
        }
        answer(request.id, takes ? 200 : content.nonce == m_next ? 88888 : 21104, connection);
    }
    void accept(Accepted content)
    {
        setNext(content.nonce + 1);
        content.due =
            m_now
            + (happens(m_faults.lateInclusion, 3) ? between(1'000, 90'000) : between(10, 400));
        m_accepted.push_back(content);
        after(content.due - m_now, [this] { include(); });
    }
    void setNext(std::int64_t next)
    {
        m_nextBefore = m_next;
        m_next = next;
        m_nextChanged = m_now;
    }
    /// The sequencer takes them in order; one that is too old frees its nonce and those behind it.
    void include()
    {
        while (!m_accepted.empty() && m_accepted.front().due <= m_now) {
            const Accepted first = m_accepted.front();
            if (venueTime() > first.expiredAt) {
                note("dropped " + std::to_string(first.ticket.count()));
                setNext(first.nonce);
                m_accepted.clear();
                return;
            }
            m_accepted.pop_front();
            Intent& intent = m_intents[first.ticket];
            ++intent.executed;
            note("executed " + std::to_string(first.ticket.count()));
            mustHold(intent.executed == 1, "nothing is carried out twice");
            mustHold(!intent.result || intent.result->index() < 2,
                     "what was said not to be taken is not carried out");
        }
    }
    void answer(const std::string& id, std::int32_t code, int connection)
    {
        if (happens(m_faults.lostAnswers, 3)) {
            return;
        }
        const bool nameless = code != 200 && m_random.below(4) == 0;
        after(delay(), [this, id, code, connection, nameless] {
            if (connection == m_connection && m_connected) {
                note("answer " + id + ' ' + std::to_string(code));
                m_sender.answered(nameless ? std::nullopt : std::optional{id}, code, "", {}, m_now);
            }
        });
    }

    void check()
    {
        mustHold(!m_sender.halted(), "nobody else uses the key");
        for (const auto& [ticket, intent] : m_intents) {
            const std::string name = "ticket " + std::to_string(ticket.count());
            mustHold(intent.result.has_value(), name + " has a result in the end");
            if (intent.result && intent.result->index() >= 2) {
                mustHold(intent.executed == 0, name + " was said not to be taken");
            }
        }
    }

    RandomSource m_random;
    Faults m_faults;
    Duration m_venueAhead;
    Timestamp m_now;
    std::multimap<Timestamp, std::function<void()>> m_events;
    RateBudget m_budget;
    TransactionSender m_sender{m_budget};
    std::map<Ticket, Intent> m_intents;
    std::map<std::string, Accepted> m_signed;
    std::set<std::string> m_durable;
    std::deque<Timestamp> m_spent;
    std::uint64_t m_signatures = 0;
    int m_connection = 0;
    int m_idleWakes = 0;
    bool m_connected = false;
    std::int64_t m_next = 7;
    std::int64_t m_nextBefore = 7;
    Timestamp m_nextChanged;
    std::deque<Accepted> m_accepted;
    std::string m_story;
    std::string m_problem;
};

} // namespace

void TransactionSenderSimulation::holdsUnderAnyScheduleOfFaults_data()
{
    QTest::addColumn<int>("first");
    for (int first = 0; first < 20'000; first += 1'000) {
        QTest::addRow("seeds from %d", first) << first;
    }
}

void TransactionSenderSimulation::holdsUnderAnyScheduleOfFaults()
{
    QFETCH(const int, first);
    for (int seed = first; seed < first + 1'000; ++seed) {
        World world{static_cast<std::uint64_t>(seed)};
        const std::string problem = world.run();
        QVERIFY2(problem.empty(),
                 ("seed " + std::to_string(seed) + ": " + problem + "\n" + world.story()).c_str());
    }
}

void TransactionSenderSimulation::theSameSeedTellsTheSameStory()
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        World once{seed};
        World again{seed};
        static_cast<void>(once.run());
        static_cast<void>(again.run());
        QCOMPARE(once.story(), again.story());
    }
}

WICK_TEST(TransactionSenderSimulation)
#include "tst_transactionsender.moc"
