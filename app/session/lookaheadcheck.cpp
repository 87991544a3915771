#include "app/session/lookaheadcheck.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

/// Where the data is cut, in per cent of its time. Odd shares fall into unfinished bars as well.
constexpr std::array<std::int64_t, 4> kShares{55, 70, 83, 97};

using DecisionLogs = std::vector<std::vector<DecisionRecord>>; ///< by engine

struct Span
{
    Timestamp first;
    Timestamp last;
};

/// First and last bar of all series that take part.
Span spanOf(const PreparedBacktest& prepared)
{
    Span span{prepared.from.value_or(Timestamp{}), prepared.to.value_or(Timestamp{})};
    for (const PreparedSeries& series : prepared.series) {
        const CandleColumns& columns = series.candles.columns;
        const Timestamp first = columns.bar(0).start;
        const Timestamp last = columns.bar(columns.size() - 1).start;
        span.first = prepared.from ? span.first : std::max(span.first, first);
        span.last = prepared.to ? span.last : std::max(span.last, last);
    }
    return span;
}

DecisionLogs decisionsOf(PreparedBacktest prepared, const JobControl& control, bool& cancelled)
{
    DecisionLogs logs(prepared.setup.engines.size());
    for (std::size_t i = 0; i < logs.size(); ++i) {
        EngineSetup& engine = prepared.setup.engines[i];
        engine.strategy = std::make_shared<RecordingStrategy>(engine.strategy, logs[i]);
    }
    const BacktestOutcome outcome = runBacktest(std::move(prepared), control);
    cancelled = cancelled || outcome.result.cancelled;
    return logs;
}

std::size_t countBefore(const std::vector<DecisionRecord>& log, Timestamp at)
{
    return static_cast<std::size_t>(std::count_if(
        log.begin(), log.end(), [at](const DecisionRecord& record) { return record.at < at; }));
}

/// What stands at this place, where it was decided before the cut; empty: nothing.
std::string textAt(const std::vector<DecisionRecord>& log, std::size_t place, std::size_t count)
{
    return place < count ? log[place].text : std::string{};
}

/// Compares what was decided before the cut. At the cut itself the whole run may already know the
/// open of the next bar, and rightly so.
LookaheadCut compare(const PreparedBacktest& prepared,
                     Timestamp at,
                     const DecisionLogs& whole,
                     const DecisionLogs& cut)
{
    LookaheadCut result;
    result.at = at;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const std::size_t known = countBefore(whole[i], at);
        const std::size_t found = countBefore(cut[i], at);
        result.decisions += known;
        std::size_t same = 0;
        while (same < std::max(known, found)
               && textAt(whole[i], same, known) == textAt(cut[i], same, found))
        {
            ++same;
        }
        if (same < std::max(known, found) && !result.engine) {
            result.engine = prepared.setup.engines[i].name;
            result.whole = textAt(whole[i], same, known);
            result.cut = textAt(cut[i], same, found);
        }
    }
    return result;
}

} // namespace

bool LookaheadReport::agrees() const noexcept
{
    return std::none_of(cuts.begin(), cuts.end(),
                        [](const LookaheadCut& cut) { return cut.engine.has_value(); });
}

LookaheadReport checkLookahead(const PreparedBacktest& prepared, const JobControl& control)
{
    LookaheadReport report;
    const DecisionLogs whole = decisionsOf(prepared, control, report.cancelled);
    for (const auto& log : whole) {
        report.decisions += log.size();
    }
    const Span span = spanOf(prepared);
    for (const std::int64_t share : kShares) {
        if (report.cancelled) {
            return report;
        }
        const Timestamp at = floorTo(
            span.first + Duration{(span.last - span.first).count() / 100 * share}, minutes(1));
        PreparedBacktest shortened = prepared;
        shortened.to = at;
        const DecisionLogs cut = decisionsOf(std::move(shortened), control, report.cancelled);
        report.cuts.push_back(compare(prepared, at, whole, cut));
    }
    return report;
}

} // namespace wick::session
