#include "core/io/history/candleorder.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <utility>

namespace wick::io {

namespace {

// Above an hour a bar may begin at another UTC hour in summer: there is no grid to lie on.
constexpr core::Duration kLongestGridInterval = core::hours(1);

[[nodiscard]] bool ascends(std::span<const std::int64_t> time)
{
    return std::adjacent_find(time.begin(), time.end(), std::greater_equal<>{}) == time.end();
}

[[nodiscard]] bool mostlyDescends(std::span<const std::int64_t> time)
{
    std::size_t up = 0;
    std::size_t down = 0;
    for (std::size_t i = 1; i < time.size(); ++i) {
        up += time[i] > time[i - 1] ? 1U : 0U;
        down += time[i] < time[i - 1] ? 1U : 0U;
    }
    return down > up;
}

/// Rows that are kept, and the lines they came from.
struct Kept
{
    CandleSeries series;
    LineMap lines;

    explicit Kept(const CandleSeries& like)
        : series(like.scale(), like.interval())
    {
        series.reserve(like.size());
    }
    void add(const CandleRow& row, std::int64_t line)
    {
        series.append(row);
        lines.add(line);
    }
};

/// The positions of the longest strictly rising run of times, by patience sorting: so a single
/// stray row costs itself and not its neighbours. Of equal times the first is taken.
[[nodiscard]] std::vector<std::size_t> longestRise(std::span<const std::int64_t> time)
{
    constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    std::vector<std::size_t> ends; // ends[k]: earliest end of a rise of k + 1 rows
    std::vector<std::size_t> before(time.size(), kNone);
    for (std::size_t i = 0; i < time.size(); ++i) {
        const auto place =
            std::lower_bound(ends.begin(), ends.end(), time[i],
                             [time](std::size_t row, std::int64_t at) { return time[row] < at; });
        if (place != ends.end() && time[*place] == time[i]) {
            continue;
        }
        before[i] = place == ends.begin() ? kNone : *std::prev(place);
        if (place == ends.end()) {
            ends.push_back(i);
        } else {
            *place = i;
        }
    }
    std::vector<std::size_t> rise(ends.size());
    std::size_t row = ends.empty() ? kNone : ends.back();
    for (std::size_t k = rise.size(); k > 0; --k) {
        rise[k - 1] = row;
        row = before[row];
    }
    return rise;
}

/// What to do with a row that did not fit the order of those kept; None is a repetition.
[[nodiscard]] RowFault judge(const CandleSeries& kept, const CandleRow& row)
{
    const auto time = kept.columns().time;
    const auto found = std::lower_bound(time.begin(), time.end(), row.time);
    if (found == time.end() || *found != row.time) {
        return RowFault::OutOfOrder;
    }
    const bool same = kept.row(static_cast<std::size_t>(found - time.begin())) == row;
    return same ? RowFault::None : RowFault::Conflict;
}

void sortOut(CandleReading& reading, std::vector<RefusedRow>& refused)
{
    CandleSeries& all = reading.series;
    const std::size_t count = all.size();
    const bool reversed = mostlyDescends(all.columns().time);
    const auto lineOf = [&](std::size_t row) {
        return reading.lines.lineOf(reversed ? count - 1 - row : row);
    };
    if (reversed) {
        all.reverse();
    }
    const std::vector<std::size_t> rise = longestRise(all.columns().time);
    Kept kept{all};
    for (const std::size_t row : rise) {
        kept.add(all.row(row), lineOf(row));
    }
    auto next = rise.begin();
    for (std::size_t i = 0; i < count; ++i) {
        if (next != rise.end() && *next == i) {
            ++next;
            continue;
        }
        const RowFault fault = judge(kept.series, all.row(i));
        if (fault == RowFault::None) {
            ++reading.summary.duplicates;
        } else {
            refused.push_back({lineOf(i), CandleField::Time, fault});
        }
    }
    reading.summary.reversed = reversed;
    reading.series = std::move(kept.series);
    reading.lines = std::move(kept.lines);
}

[[nodiscard]] bool liesOnOneGrid(std::span<const std::int64_t> time, std::int64_t step)
{
    for (std::size_t i = 1; i < time.size(); ++i) {
        const std::int64_t distance = time[i] - time[i - 1];
        if (distance != step && distance % step != 0) {
            return false;
        }
    }
    return true;
}

[[nodiscard]] std::int64_t commonRest(std::span<const std::int64_t> time, std::int64_t step)
{
    std::map<std::int64_t, std::size_t> counts;
    for (const std::int64_t at : time) {
        ++counts[at % step];
    }
    return std::max_element(counts.begin(), counts.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

void refuseOffGrid(CandleReading& reading, std::vector<RefusedRow>& refused)
{
    const CandleSeries& all = reading.series;
    const std::int64_t step = core::toMilliseconds(all.interval());
    if (all.interval() > kLongestGridInterval || liesOnOneGrid(all.columns().time, step)) {
        return;
    }
    const std::int64_t rest = commonRest(all.columns().time, step);
    Kept kept{all};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const CandleRow row = all.row(i);
        const std::int64_t line = reading.lines.lineOf(i);
        if (row.time % step == rest) {
            kept.add(row, line);
        } else {
            refused.push_back({line, CandleField::Time, RowFault::OffGrid});
        }
    }
    reading.series = std::move(kept.series);
    reading.lines = std::move(kept.lines);
}

} // namespace

void settleOrder(CandleReading& reading, std::vector<RefusedRow>& refused)
{
    if (!ascends(reading.series.columns().time)) {
        sortOut(reading, refused);
    }
    reading.series.setInterval(intervalOf(reading.series.columns().time));
    refuseOffGrid(reading, refused);
}

} // namespace wick::io
