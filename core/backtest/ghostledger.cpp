#include "core/backtest/ghostledger.h"

#include <algorithm>
#include <utility>

namespace wick::core {

namespace {

constexpr Duration kLongest = days(1);
constexpr Reason kGhostTime{"GHOST_TIME", "It would have been held for a day; it ends there."};

/// No limit but what one trade may risk.
RiskLimits unlimited(const RiskLimits& limits)
{
    RiskLimits open = RiskLimits::open();
    open.riskPerTrade = limits.riskPerTrade;
    return open;
}

CoreSetup setupOf(const TradingCore& real, std::size_t seatsAnEngine)
{
    CoreSetup setup = real.setup();
    setup.engines.clear();
    for (const EngineSetup& engine : real.setup().engines) {
        setup.engines.insert(setup.engines.end(), seatsAnEngine, engine);
    }
    setup.limits = unlimited(real.limits());
    setup.faults = {}; // they are those of the real one's orders
    return setup;
}

} // namespace

/// What the ghosts' own core puts out.
class GhostLedger::Hearing final : public CoreListener
{
public:
    explicit Hearing(GhostLedger& ledger)
        : m_ledger(ledger)
    {}

    void onSignal(const SignalRecord& signal) override
    {
        if (Ghost* ghost = ghostOf(signal.engine)) {
            ghost->quantity = signal.quantity;
            if (!signal.outcome.token.empty()) {
                leave(signal.engine, GhostState::NotFollowed);
            }
        }
    }

    void onOrder(const OrderEvent& event) override
    {
        Ghost* ghost = ghostOf(event.engine);
        if (ghost == nullptr || event.role != OrderRole::Entry) {
            return;
        }
        if (event.fill) {
            ghost->state = GhostState::Open;
        } else if (ghost->state == GhostState::Waiting && event.kind != OrderEventKind::Accepted) {
            leave(event.engine, GhostState::NeverFilled);
        }
    }

    void onTrade(const TradeRow& trade) override
    {
        if (Ghost* ghost = ghostOf(trade.engine)) {
            ghost->net = trade.net();
            ghost->exitTime = trade.exitTime;
            ghost->exit = trade.exitReason;
            leave(trade.engine, GhostState::Closed);
        }
    }

private:
    [[nodiscard]] Ghost* ghostOf(EngineId seat)
    {
        const std::size_t at = m_ledger.m_seats[seat.count()].ghost;
        return at == Seat::kFree ? nullptr : &m_ledger.m_ghosts[at];
    }

    void leave(EngineId seat, GhostState state)
    {
        Seat& left = m_ledger.m_seats[seat.count()];
        m_ledger.m_ghosts[left.ghost].state = state;
        left.ghost = Seat::kFree;
    }

    GhostLedger& m_ledger;
};

GhostLedger::GhostLedger(const TradingCore& core, std::size_t aliveAnEngine)
    : m_real(core)
    , m_seatsAnEngine(aliveAnEngine)
    , m_seats(core.setup().engines.size() * aliveAnEngine)
    , m_hearing(std::make_unique<Hearing>(*this))
    , m_core(std::make_unique<TradingCore>(setupOf(core, aliveAnEngine), m_hearing.get()))
{}

GhostLedger::~GhostLedger() = default;

void GhostLedger::onHistory(InstrumentId instrument, std::span<const ClosedBar> bars)
{
    m_core->onHistory(instrument, bars);
}

void GhostLedger::onMarket(const MarketStep& step)
{
    static_cast<void>(m_core->onMarket(step));
    m_core->onAnswers({});
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        const Seat& seat = m_seats[i];
        if (seat.ghost == Seat::kFree) {
            continue;
        }
        const EngineId id{static_cast<std::uint16_t>(i)};
        Ghost& ghost = m_ghosts[seat.ghost];
        if (const auto open = m_core->ledger().marked(id, m_core->account().book(id).openResult(),
                                                      m_core->account().equity()))
        {
            ghost.net = open->net();
        }
        if (step.time - seat.since >= kLongest) {
            Decision leave;
            leave.exits.push_back({kGhostTime});
            answer(id, leave);
        }
    }
}

void GhostLedger::onSignal(const SignalRecord& signal)
{
    if (signal.verdict == nullptr || signal.order.count() != 0) {
        return; // sent, or never brought before the gate
    }
    Ghost& ghost = m_ghosts.emplace_back();
    ghost.time = signal.time;
    ghost.engine = signal.engine;
    ghost.instrument = signal.instrument;
    ghost.side = signal.signal.side;
    ghost.refusal = signal.outcome;
    const std::size_t first = signal.engine.count() * m_seatsAnEngine;
    for (std::size_t i = first; i < first + m_seatsAnEngine; ++i) {
        if (m_seats[i].ghost != Seat::kFree) {
            continue;
        }
        m_seats[i] = {m_ghosts.size() - 1, signal.time};
        // Sized by the equity of the account that was refused.
        const Money apart = m_real.account().equity() - m_core->account().equity();
        m_core->onCommand({.kind = CommandKind::Transfer, .amount = apart});
        Decision decision;
        decision.entry = signal.signal;
        answer(EngineId{static_cast<std::uint16_t>(i)}, decision);
        return;
    }
    ghost.state = GhostState::NotFollowed;
}

void GhostLedger::onCommand(const Command& command, Timestamp /*time*/)
{
    if (command.kind == CommandKind::SetLimits && command.limits) {
        m_core->onCommand({.kind = CommandKind::SetLimits, .limits = unlimited(*command.limits)});
    }
}

void GhostLedger::answer(EngineId seat, const Decision& decision)
{
    const Answer answer{m_core->sequence(), seat, decision, false};
    m_core->onAnswers({&answer, 1});
}

std::vector<GhostSum> GhostLedger::sums() const
{
    return sumByRule(m_ghosts);
}

std::vector<GhostSum> sumByRule(std::span<const Ghost> ghosts)
{
    std::vector<GhostSum> sums;
    for (const Ghost& ghost : ghosts) {
        auto sum = std::find_if(sums.begin(), sums.end(), [&](const GhostSum& each) {
            return each.refusal == ghost.refusal;
        });
        if (sum == sums.end()) {
            sum = sums.insert(sums.end(), GhostSum{ghost.refusal, 0, {}});
        }
        if (ghost.state == GhostState::Open || ghost.state == GhostState::Closed) {
            ++sum->trades;
            sum->net += ghost.net;
        }
    }
    return sums;
}

} // namespace wick::core
