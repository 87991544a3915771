#include "app/cli/envelopecommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/interrupt.h"
#include "app/session/replay.h"
#include "core/backtest/ghostledger.h"
#include "core/base/decimal.h"
#include "core/engine/envelopecheck.h"
#include "core/io/timetext.h"

#include <memory>

namespace wick::cli {

using namespace wick::core;

namespace {

std::string moneyText(Money amount)
{
    return fixedText(amount.count() / 10'000, 2);
}

std::string secondsText(Duration duration)
{
    return fixedText(toMilliseconds(duration), 3);
}

std::string timeText(Timestamp at)
{
    return io::isoText(at);
}

std::string textOf(const EnvelopeViolation& violation)
{
    return "violation " + std::string{nameOf(violation.rule)} + " from " + timeText(violation.from)
           + " to " + timeText(violation.to)
           + (violation.engine ? " engine " + std::to_string(violation.engine->count()) : "")
           + " limit " + std::to_string(violation.limit) + " actual "
           + std::to_string(violation.actual) + "\n";
}

std::string textOf(const WorstDay& worst)
{
    std::string text = "worst_day " + timeText(worst.day) + " loss " + moneyText(worst.loss);
    if (worst.cap) {
        text += " cap " + moneyText(*worst.cap) + " overshoot " + moneyText(worst.overshoot)
                + " slippage " + moneyText(worst.slippage) + (worst.flagged() ? " flagged" : "");
    }
    return text + "\n";
}

/// What a played session is asked.
class Examination final : public CoreListener
{
public:
    void attach(session::ReplayRequest& request)
    {
        request.listener = this;
        request.onHistory = [this](const TradingCore& core, InstrumentId market,
                                   std::span<const ClosedBar> bars) {
            ghostsOf(core).onHistory(market, bars);
        };
        request.onMarket = [this](const TradingCore& core, const MarketStep& step) {
            ghostsOf(core).onMarket(step);
        };
        request.afterInput = [this](const TradingCore& core) {
            m_check.look(core);
        };
        // The ghosts belong to the core, which ends with the replay.
        request.atEnd = [this](const TradingCore& core) {
            m_sums = ghostsOf(core).sums();
            m_ghosts.reset();
        };
    }

    void onSignal(const SignalRecord& signal) override
    {
        m_check.onSignal(signal);
        if (m_ghosts) {
            m_ghosts->onSignal(signal);
        }
    }
    void onOrder(const OrderEvent& event) override { m_check.onOrder(event); }
    void onCommand(const Command& command, Timestamp time) override
    {
        if (m_ghosts) {
            m_ghosts->onCommand(command, time);
        }
    }

    [[nodiscard]] const EnvelopeReport& report() const noexcept { return m_check.report(); }
    [[nodiscard]] std::span<const GhostSum> sums() const noexcept { return m_sums; }

private:
    GhostLedger& ghostsOf(const TradingCore& core)
    {
        if (!m_ghosts) {
            m_ghosts = std::make_unique<GhostLedger>(core);
        }
        return *m_ghosts;
    }

    EnvelopeCheck m_check;
    std::unique_ptr<GhostLedger> m_ghosts;
    std::vector<GhostSum> m_sums;
};

void printReport(const EnvelopeReport& report, std::span<const GhostSum> ghosts)
{
    print("from " + timeText(report.from) + "\nto " + timeText(report.to) + "\npositions "
          + std::to_string(report.positions) + "\nmoments " + std::to_string(report.moments)
          + "\nnaked_seconds " + secondsText(report.naked) + "\nlongest_naked_seconds "
          + secondsText(report.longestNaked) + "\n");
    if (report.worst) {
        print(textOf(*report.worst));
    }
    for (const GhostSum& sum : ghosts) {
        print("ghosts " + std::string{sum.refusal.token} + " trades " + std::to_string(sum.trades)
              + " hypothetical_net " + moneyText(sum.net) + "\n");
    }
    print("violations " + std::to_string(report.violations.size()) + "\n");
    for (const EnvelopeViolation& violation : report.violations) {
        print(textOf(violation));
    }
}

} // namespace

ExitCode runEnvelope(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "envelope JOURNAL [--session N]",
        {{"--session", "N", "which session of the journal (default: the last)"}}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (options.positional().size() != 1) {
        return wrongUse("envelope takes one journal");
    }
    session::ReplayRequest request;
    request.journal = QString::fromStdString(options.positional().front());
    request.cancel = &session::watchForInterrupt();
    if (const auto text = options.value("--session")) {
        const auto number = parseScaled(*text, 0);
        if (!number) {
            return wrongUse("--session: '" + *text + "' is not a whole number");
        }
        request.session = *number;
    }
    Examination examination;
    examination.attach(request);
    const auto replayed = session::replay(request);
    if (!replayed) {
        complain(replayed.error());
        return ExitCode::Failed;
    }
    printReport(examination.report(), examination.sums());
    if (!replayed->agrees()) {
        complain("the journal does not verify; what was looked at may not be what happened");
        return ExitCode::Failed;
    }
    return examination.report().violations.empty() ? ExitCode::Done : ExitCode::Failed;
}

} // namespace wick::cli
