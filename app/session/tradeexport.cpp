#include "app/session/tradeexport.h"

#include "core/io/csvexport.h"

#include <utility>
#include <vector>

namespace wick::session {

using namespace wick::core;

namespace {

[[nodiscard]] TradeExport logOf(const TradingCore& core)
{
    TradeExport log;
    std::vector<std::string> strategies;
    for (const EngineSetup& engine : core.setup().engines) {
        strategies.push_back(engine.name);
    }
    log.equity = core.account().equity();
    std::vector<TradeRow> open;
    for (const auto& book : core.account().books()) {
        if (auto row = core.ledger().marked(book.engine, book.openResult(), log.equity)) {
            row->exitReason = reasons::kStillOpen;
            open.push_back(*row);
        }
    }
    const auto closed = core.ledger().closed();
    log.csv = io::tradeCsv({core.setup().instruments, strategies, closed, open});
    log.closed = closed.size();
    log.open = open.size();
    for (const TradeRow& row : closed) {
        log.net += row.net();
    }
    for (const TradeRow& row : open) {
        log.net += row.net();
    }
    return log;
}

} // namespace

Result<TradeExport, std::string> tradesOf(ReplayRequest request)
{
    TradeExport log;
    request.atEnd = [&log](const TradingCore& core) {
        log = logOf(core);
    };
    const auto report = replay(request);
    if (!report) {
        return Failure{report.error()};
    }
    if (report->cancelled) {
        return Failure{std::string{"interrupted"}};
    }
    if (!report->agrees()) {
        const ReplayDifference& first = report->differences.front();
        return Failure{request.journal.toStdString() + ": session "
                       + std::to_string(report->session) + " does not verify (" + first.what
                       + " at input " + std::to_string(first.seq)
                       + "), so its trades cannot be told"};
    }
    log.session = report->session;
    return log;
}

} // namespace wick::session
