#pragma once

#include "charts/paint/candleseries.h"
#include "charts/paint/viewtransform.h"

#include <QLocale>
#include <QString>

#include <vector>

namespace wick::charts {

/// A number as people read it: fixed decimals, thousands separators, a true minus.
[[nodiscard]] QString numberText(double value, int decimals, const QLocale& locale);
/// The same with a sign in front; zero has none.
[[nodiscard]] QString signedText(double value, int decimals, const QLocale& locale);

/// `11:45`, UTC.
[[nodiscard]] QString clockText(std::int64_t timeMs);
/// `24 Apr`, UTC.
[[nodiscard]] QString dayText(std::int64_t timeMs);
/// `Fri 24 Apr 11:45`, UTC.
[[nodiscard]] QString momentText(std::int64_t timeMs);
/// `14 min`, `11 h 42 min`, `2 d 3 h`.
[[nodiscard]] QString durationText(std::int64_t milliseconds);

/// Prices to label between `low` and `high`: multiples of 1, 2 or 5 times a power of ten, none
/// finer than the decimals of the market and about `wanted` of them. Ascending.
[[nodiscard]] std::vector<double> priceTicks(double low, double high, int decimals, int wanted);
/// The same on the scale of a view: on a logarithmic one multiples of 1, 2 or 5 of each power of
/// ten where prices differ by much, and none nearer to the next than about a label.
[[nodiscard]] std::vector<double> priceTicks(const ViewRange& range, int decimals, int wanted);

enum class TimeTickKind : std::uint8_t
{
    Clock,   ///< `11:45`
    Session, ///< `22:00`, the first bar after closed hours, bold
    Day,     ///< `24 Apr`, bold
    Month,   ///< `Apr`, bold
    Year,    ///< `2026`, bold
};

struct TimeTick
{
    double slot{};
    std::int64_t timeMs{};
    TimeTickKind kind{};
    QString label;
};

/// Times to label, UTC, at least `leastGap` device pixels apart; days win over hours.
[[nodiscard]] std::vector<TimeTick>
timeTicks(const CandleSeries& series, const ViewTransform& view, double leastGap);

/// Times to label between two times on an axis where time runs evenly; `slot` is 0 at the first
/// and 1 at the second. About `wanted` of them.
[[nodiscard]] std::vector<TimeTick>
evenTimeTicks(std::int64_t fromMs, std::int64_t toMs, int wanted);

/// Moves centres apart to at least `gap`, as little as possible, within [lowest, highest] where
/// they fit; the order stays.
/// Shape: `wanted` ascends; the answer has the same length and order.
[[nodiscard]] std::vector<double>
pushApart(const std::vector<double>& wanted, double gap, double lowest, double highest);

} // namespace wick::charts
