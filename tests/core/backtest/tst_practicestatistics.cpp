#include "core/backtest/practicemarket.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"
#include "tests/tools/seriesstatistics.h"

#include <algorithm>

using namespace wick::core;
using wick::test::exampleInstruments;

namespace {

std::vector<PracticeMarketParameters> allParameters()
{
    return {practiceEth(), practiceBtc(), practiceXau()};
}

wick::tools::Series seriesOf(const std::vector<ClosedBar>& bars, const Instrument& instrument)
{
    wick::tools::Series series;
    for (const ClosedBar& bar : bars) {
        series.append(toMilliseconds(bar.start), toDouble(bar.open, instrument),
                      toDouble(bar.high, instrument), toDouble(bar.low, instrument),
                      toDouble(bar.close, instrument), toDouble(bar.volume, instrument));
    }
    return series;
}

} // namespace

/// The stylised facts, with bands around what docs/practice-market.md shows. A fixed seed, 60 days.
class PracticeStatisticsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tailsAreFatAndVolatilityClusters();
    void dailyVolatilityIsThatOfTheInstrument();
    void marketsMoveTogetherAsRealOnesDo();
    void theDayHasItsShape();
    void gapsAreAsDenseAsInRecordedCandles();

private:
    std::vector<wick::tools::Series> m_series;
    std::vector<wick::tools::Facts> m_facts;
};

void PracticeStatisticsTest::initTestCase()
{
    const std::vector<Instrument> instruments = exampleInstruments();
    const auto bars = generateBars(allParameters(), instruments, 11, 60 * 1'440);
    for (std::size_t i = 0; i < 3; ++i) {
        m_series.push_back(seriesOf(bars[i], instruments[i]));
        m_facts.push_back(wick::tools::measure(m_series.back()));
    }
}

void PracticeStatisticsTest::tailsAreFatAndVolatilityClusters()
{
    for (const wick::tools::Facts& facts : m_facts) {
        QVERIFY2(facts.kurtosis > 6.0 && facts.kurtosis < 80.0,
                 qPrintable(QString::number(facts.kurtosis)));
        QVERIFY(facts.absoluteAcf[0] > 0.15 && facts.absoluteAcf[0] < 0.45);
        QVERIFY(facts.absoluteAcf[1] > 0.10 && facts.absoluteAcf[1] < 0.35);
        QVERIFY(facts.absoluteAcf[2] > 0.06 && facts.absoluteAcf[2] < 0.25);
    }
}

void PracticeStatisticsTest::dailyVolatilityIsThatOfTheInstrument()
{
    const std::vector<Instrument> instruments = exampleInstruments();
    for (std::size_t i = 0; i < 3; ++i) {
        const double ratio = m_facts[i].dailyVolatility / instruments[i].normalVolatility();
        QVERIFY2(ratio > 0.8 && ratio < 1.25, qPrintable(QString::number(ratio)));
    }
}

void PracticeStatisticsTest::marketsMoveTogetherAsRealOnesDo()
{
    const double crypto = wick::tools::returnCorrelation(m_series[0], m_series[1], 300'000).value();
    const double gold = wick::tools::returnCorrelation(m_series[1], m_series[2], 300'000).value();
    QVERIFY2(crypto > 0.84 && crypto < 0.95, qPrintable(QString::number(crypto)));
    QVERIFY2(gold > 0.2 && gold < 0.4, qPrintable(QString::number(gold)));
}

void PracticeStatisticsTest::theDayHasItsShape()
{
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& volume = m_facts[i].hourlyVolume;
        const auto busiest = std::max_element(volume.begin(), volume.end()) - volume.begin();
        QVERIFY(busiest >= 13 && busiest <= 15); // the opening of New York
        QVERIFY(volume[14] > 1.6 * volume[4]);
    }
    QVERIFY(m_facts[2].hourlyVolume[21] < 0.02); // in summer gold is closed from 21:00 UTC
}

void PracticeStatisticsTest::gapsAreAsDenseAsInRecordedCandles()
{
    for (const wick::tools::Facts& facts : m_facts) {
        const wick::tools::Opportunities& found = facts.opportunities;
        QVERIFY2(found.gapsPer100 > 7.0 && found.gapsPer100 < 19.0,
                 qPrintable(QString::number(found.gapsPer100)));
        QVERIFY(found.displacedPerDay > 8.0);
        QVERIFY(found.retestsPerDay > 4.0);
        QVERIFY(found.momentumPerDay > 6.0);
    }
}

WICK_TEST(PracticeStatisticsTest)
#include "tst_practicestatistics.moc"
