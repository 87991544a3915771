#include "app/desktop/adapters/chartseries.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

using namespace wick::core;
using wick::charts::GapBox;
using wick::desktop::ChartSeries;
using wick::test::bar;
using wick::test::eth;

namespace {

constexpr std::int64_t kThird = 22; ///< minute of the gap's third bar

/// Calm minutes around 100, a jump that leaves the gap 101 to 105, and later a return through it.
ChartSeries seriesWithAGap()
{
    ChartSeries series{eth(), {minutes(1), minutes(1), {}, 400}};
    std::int64_t minute = 0;
    for (; minute < kThird - 1; ++minute) {
        series.add(bar(minute, 100, 101, 99, 100));
    }
    series.add(bar(minute++, 100, 106, 100, 106));
    series.add(bar(minute++, 106, 108, 105, 107));
    series.add(bar(minute++, 107, 108, 106, 107));
    series.add(bar(minute++, 107, 107, 102, 104)); // past the midline
    series.add(bar(minute++, 104, 104, 98, 99));   // closes through
    series.add(bar(minute++, 99, 100, 98, 99));
    return series;
}

Timestamp at(std::int64_t minute)
{
    return Timestamp{} + minutes(minute);
}

} // namespace

class ChartSeriesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aReviewShowsGapsAsTheyStoodAtTheEntry();
    void aReviewShowsNoGapThatWasNotKnownOrHadEnded();
};

void ChartSeriesTest::aReviewShowsGapsAsTheyStoodAtTheEntry()
{
    const ChartSeries series = seriesWithAGap();
    // The whole series knows how it ended; the review of an entry before does not.
    QVERIFY(series.gaps({}).front().state == wick::charts::GapState::Invalidated);
    const auto fresh = series.gapsAt(at(kThird + 1), at(kThird + 3));
    QCOMPARE(fresh.size(), std::size_t{1});
    QVERIFY(fresh.front().state == wick::charts::GapState::Open);
    QCOMPARE(fresh.front().bottom, 101.0);
    QCOMPARE(fresh.front().top, 105.0);
    QVERIFY(std::isnan(fresh.front().deepest));
    QCOMPARE(fresh.front().toMs.value(), toMilliseconds(at(kThird + 3)));
    // Entered in the minute of the return: what that minute did is not told.
    QVERIFY(series.gapsAt(at(kThird + 2), at(kThird + 3)).front().state
            == wick::charts::GapState::Open);
    QVERIFY(series.gapsAt(at(kThird + 3), at(kThird + 4)).front().state
            == wick::charts::GapState::MidlineReached);
}

void ChartSeriesTest::aReviewShowsNoGapThatWasNotKnownOrHadEnded()
{
    const ChartSeries series = seriesWithAGap();
    QVERIFY(series.gapsAt(at(kThird), at(kThird + 1)).empty()); // its third bar is not over
    // The fall through it has left a gap of its own, and only that one is there.
    const auto later = series.gapsAt(at(kThird + 4), at(kThird + 5));
    QCOMPARE(later.size(), std::size_t{1});
    QCOMPARE(later.front().bottom, 104.0);
    QCOMPARE(later.front().top, 106.0);
}

WICK_TEST(ChartSeriesTest)
#include "tst_chartseries.moc"
