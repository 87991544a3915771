#include "app/desktop/adapters/candlechart.h"
#include "app/desktop/models/replayclock.h"
#include "app/desktop/replaycontroller.h"
#include "app/desktop/runchart.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/replaybar.h"
#include "charts/pricechart.h"
#include "tests/support/testregistry.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <map>
#include <set>

using namespace wick;
using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

/// A strategy over some generated days of its market, as the desktop would run it.
std::shared_ptr<const BacktestRun> runOf(const std::string& strategy, const std::string& market)
{
    session::BacktestEngine engine;
    engine.strategy = strategy;
    engine.market = market;
    engine.candles = session::PracticeCandles{30};
    auto order = std::make_shared<BacktestOrder>();
    order->job.engines.push_back(std::move(engine));
    BacktestWorker worker;
    std::shared_ptr<const BacktestRun> finished;
    QObject::connect(&worker, &BacktestWorker::finished, &worker,
                     [&finished](const std::shared_ptr<BacktestRun>& run) { finished = run; });
    worker.run(order);
    return finished;
}

core::Timestamp at(std::int64_t minute)
{
    return core::Timestamp{} + core::minutes(minute);
}

std::vector<std::int64_t> minutesFrom(std::initializer_list<std::int64_t> minutes)
{
    std::vector<std::int64_t> starts;
    for (const std::int64_t minute : minutes) {
        starts.push_back(minute * 60'000);
    }
    return starts;
}

QString textOf(const charts::GapBox& gap)
{
    return QStringList{gap.id,
                       QString::number(static_cast<int>(gap.state)),
                       QString::number(gap.top),
                       QString::number(gap.bottom),
                       QString::number(gap.deepest),
                       QString::number(gap.fromMs),
                       QString::number(gap.toMs.value_or(0)),
                       gap.tooltip.join(u'/'),
                       gap.history.join(u'/')}
        .join(u'|');
}

QStringList textsOf(const std::vector<charts::GapBox>& gaps)
{
    QStringList texts;
    for (const charts::GapBox& gap : gaps) {
        texts.append(textOf(gap));
    }
    return texts;
}

bool sameValues(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double left, double right) {
        return left == right || (std::isnan(left) && std::isnan(right));
    });
}

/// When each gap of the run became known, found by walking its bars once.
std::map<QString, std::int64_t> knownTimes(const BacktestRun& run)
{
    std::map<QString, std::int64_t> known;
    const core::EngineSetup& engine = run.outcome.setup.engines.front();
    for (const charts::GapBox& gap : run.chart->gaps({})) {
        known[gap.id] = gap.fromMs + core::toMilliseconds(engine.timeframe);
    }
    return known;
}

} // namespace

/// A run that is played again: where it stands, and that nothing of later is seen.
class ReplayTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theClockStepsFromBarToBar();
    void theClockStepsOverHoles();
    void theClockPlaysAtItsSpeed();
    void aMomentIsTheSameHoweverItWasReached();
    void aMomentDoesNotDependOnWhatCameLater();
    void theStoryIsOfTheSameRun();
    void standingFollowsWhatWasReported();
    void nothingIsOnScreenBeforeItWasKnown_data();
    void nothingIsOnScreenBeforeItWasKnown();
    void chartsOfAllTimeframesStandAtTheSameMoment();
    void theBarAsksAndShows();

private:
    std::shared_ptr<const BacktestRun> m_momentum;
    std::shared_ptr<const BacktestRun> m_gaps;
};

void ReplayTest::initTestCase()
{
    m_momentum = runOf("momentum", "ETH");
    m_gaps = runOf("fvg-retest", "XAU");
    QVERIFY(m_momentum != nullptr && m_gaps != nullptr);
    QVERIFY(m_momentum->outcome.result.trades.size() > 3);
    QVERIFY(m_gaps->outcome.result.signals > 3);
}

void ReplayTest::theClockStepsFromBarToBar()
{
    const auto starts = minutesFrom({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    ReplayClock clock{starts, core::minutes(1), core::minutes(5)};
    QCOMPARE(clock.known(), std::size_t{1});
    QCOMPARE(clock.moment(), at(1));
    clock.step(1);
    QCOMPARE(clock.moment(), at(5)); // the end of the bar that was open
    clock.step(1);
    QCOMPARE(clock.moment(), at(10));
    clock.step(1);
    QCOMPARE(clock.moment(), at(12)); // the last one is not whole
    QVERIFY(clock.atEnd());
    clock.step(1);
    QCOMPARE(clock.moment(), at(12));
    clock.step(-1);
    QCOMPARE(clock.moment(), at(10));
    clock.step(-1);
    QCOMPARE(clock.moment(), at(5));
    clock.step(-5);
    QCOMPARE(clock.known(), std::size_t{1}); // a replay shows at least one bar
    clock.jumpTo(at(7));
    QCOMPARE(clock.moment(), at(7));
    clock.step(-1);
    QCOMPARE(clock.moment(), at(5)); // back to where the open bar began
    clock.jumpTo(at(7) - core::Duration{1});
    QCOMPARE(clock.moment(), at(6)); // the seventh minute has not closed
    clock.jumpTo(at(1'000));
    QVERIFY(clock.atEnd());
    clock.jumpTo(core::Timestamp{});
    QCOMPARE(clock.known(), std::size_t{1});
}

void ReplayTest::theClockStepsOverHoles()
{
    const auto starts = minutesFrom({0, 1, 2, 63, 64, 65});
    ReplayClock clock{starts, core::minutes(1), core::minutes(5)};
    clock.step(1);
    QCOMPARE(clock.moment(), at(3)); // nothing more came in the first five minutes
    clock.step(1);
    QCOMPARE(clock.moment(), at(65));
    clock.step(-1);
    QCOMPARE(clock.moment(), at(3));
}

void ReplayTest::theClockPlaysAtItsSpeed()
{
    std::vector<std::int64_t> starts(100);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        starts[i] = static_cast<std::int64_t>(i) * 60'000;
    }
    ReplayClock clock{starts, core::minutes(1), core::minutes(5)};
    clock.play(1'000, 2.0);
    QCOMPARE(clock.known(), std::size_t{11}); // two bars of five minutes a second
    for (int i = 0; i < 30; ++i) {
        clock.play(33, 1.0); // 0.165 base bars each: nothing is lost between frames
    }
    QCOMPARE(clock.known(), std::size_t{15});
    clock.play(1'000'000, 100.0);
    QVERIFY(clock.atEnd());
}

void ReplayTest::aMomentIsTheSameHoweverItWasReached()
{
    const session::LoadedCandles& candles = m_gaps->outcome.series.front().candles;
    const core::Instrument& instrument = m_gaps->outcome.setup.instruments.front();
    const ChartSeries::Setup setup{
        core::minutes(5), candles.columns.interval, {{core::PlotKind::Ema, 21}}, 200};
    const auto momentAt = [&](std::size_t bars) {
        return core::fromMilliseconds(candles.columns.time[bars - 1]) + candles.columns.interval;
    };
    ReplaySeries walked{candles, instrument, setup};
    ReplaySeries straight{candles, instrument, setup};
    for (const std::size_t bars : {20'000U, 12'345U, 12'340U, 11'000U, 9'000U, 9'003U, 200U}) {
        walked.moveTo(momentAt(bars));
        QCOMPARE(walked.taken(), bars);
        ReplaySeries fresh{candles, instrument, setup};
        fresh.moveTo(momentAt(bars));
        QVERIFY(walked.series().candles() == fresh.series().candles());
        QCOMPARE(textsOf(walked.series().gaps({})), textsOf(fresh.series().gaps({})));
        QVERIFY(sameValues(walked.series().lines()[0].values, fresh.series().lines()[0].values));
        QVERIFY(walked.series().forming({}) == fresh.series().forming({}));
    }
}

void ReplayTest::aMomentDoesNotDependOnWhatCameLater()
{
    const session::LoadedCandles& whole = m_gaps->outcome.series.front().candles;
    const core::Instrument& instrument = m_gaps->outcome.setup.instruments.front();
    const ChartSeries::Setup setup{core::minutes(5), whole.columns.interval, {}, 200};
    for (const std::size_t bars : {1'000U, 5'001U, 20'003U}) {
        session::LoadedCandles cut = whole;
        for (auto* column : {&cut.columns.time, &cut.columns.open, &cut.columns.high,
                             &cut.columns.low, &cut.columns.close, &cut.columns.volume})
        {
            *column = column->first(bars);
        }
        const core::Timestamp moment =
            core::fromMilliseconds(whole.columns.time[bars - 1]) + whole.columns.interval;
        ReplaySeries all{whole, instrument, setup};
        ReplaySeries some{cut, instrument, setup};
        all.moveTo(moment);
        some.moveTo(moment + core::hours(1'000'000)); // there is nothing more
        QVERIFY(all.series().candles() == some.series().candles());
        QVERIFY(all.series().forming({}) == some.series().forming({}));
        QCOMPARE(textsOf(all.series().gaps({})), textsOf(some.series().gaps({})));
    }
}

void ReplayTest::theStoryIsOfTheSameRun()
{
    const auto story = tellAgain(m_momentum->outcome);
    QVERIFY(story != nullptr);
    QCOMPARE(story->signalLog.size(), std::size_t{m_momentum->outcome.result.signals});
    const auto sent = std::count_if(story->signalLog.begin(), story->signalLog.end(),
                                    [](const session::SignalStatus& each) { return each.sent; });
    QCOMPARE(static_cast<std::uint64_t>(sent),
             m_momentum->outcome.result.signals - m_momentum->outcome.result.refusals);
    session::BacktestOutcome other = m_momentum->outcome;
    other.setup.balance = core::usdc(777);
    QVERIFY(tellAgain(other) == nullptr); // another account is another run
}

void ReplayTest::standingFollowsWhatWasReported()
{
    const auto story = tellAgain(m_momentum->outcome);
    const auto& instruments = m_momentum->outcome.setup.instruments;
    for (const core::TradeRow& trade : m_momentum->outcome.result.trades) {
        QVERIFY(
            standingAt(*story, instruments, trade.entryTime - core::Duration{1}).positions.empty());
        const Standing open = standingAt(*story, instruments, trade.entryTime);
        QCOMPARE(open.positions.size(), std::size_t{1});
        QVERIFY(open.positions[0].side == trade.side);
        QVERIFY(open.positions[0].quantity <= trade.quantity);
        QCOMPARE(open.positions[0].openedAt, trade.entryTime);
        const Standing held = standingAt(*story, instruments, trade.exitTime - core::Duration{1});
        if (trade.exitTime - core::Duration{1} > trade.entryTime) {
            QVERIFY(held.positions.at(0).stop.has_value());
        }
        QVERIFY(standingAt(*story, instruments, trade.exitTime).positions.empty());
    }
}

void ReplayTest::nothingIsOnScreenBeforeItWasKnown_data()
{
    QTest::addColumn<bool>("gaps");
    QTest::newRow("momentum on ETH") << false;
    QTest::newRow("gap retest on XAU") << true;
}

void ReplayTest::nothingIsOnScreenBeforeItWasKnown()
{
    QFETCH(const bool, gaps);
    const auto& run = gaps ? m_gaps : m_momentum;
    ChartSlot slot;
    RunChart chart{slot};
    chart.setRun(run); // all of it was on screen before
    ReplayBar bar;
    ReplayController replay{bar};
    QObject::connect(&replay, &ReplayController::moved, &chart,
                     [&] { chart.showMoment(replay.moment(), replay.story()); });
    const auto known = knownTimes(*run);
    const auto story = tellAgain(run->outcome);
    replay.begin(run, story, run->outcome.result.first + core::hours(24 * 14));
    const std::int64_t barMs = core::toMilliseconds(core::minutes(5));
    std::set<QString> seenSignals;
    std::size_t seenFills = 0;
    std::size_t seenGaps = 0;
    bool onAgain = false;
    for (int frame = 0; frame < 1'500; ++frame) {
        // Mostly base bar by base bar, at times a bar, at times back.
        if (frame % 50 == 49) {
            replay.step(-3);
            onAgain = true;
        } else if (frame % 7 == 0) {
            replay.step(1);
        } else {
            replay.advance(200); // one of its five minutes, at a bar a second
        }
        const std::int64_t now = core::toMilliseconds(replay.moment());
        const charts::ChartScene& scene = chart.chart().scene();
        const charts::CandleSeries& candles = scene.candles;
        for (std::size_t i = candles.size() - std::min<std::size_t>(candles.size(), 3);
             i < candles.size(); ++i)
        {
            QVERIFY(candles[i].timeMs < now);
            QVERIFY(candles[i].timeMs + barMs <= now
                    || candles[i].state == charts::BarState::Forming);
        }
        QVERIFY(!scene.trade.has_value());
        for (const charts::GapBox& gap : scene.gaps) {
            QVERIFY(gap.fromMs < now);
            QVERIFY(!gap.toMs || *gap.toMs < now);
            if (gap.id != u"forming"_s) {
                const auto found = known.find(gap.id);
                QVERIFY(found == known.end() || found->second <= now);
            }
        }
        for (const charts::TradeMark& fill : scene.fills) {
            QVERIFY(fill.at.timeMs <= now);
        }
        for (const charts::SignalMark& signal : scene.signalMarks) {
            const auto number = signal.id.section(u' ', 1).toULongLong();
            QVERIFY(core::toMilliseconds(story->signalLog.at(number - 1).time) <= now);
            QVERIFY(signal.timeMs < now);
            seenSignals.insert(signal.id);
        }
        for (const charts::LevelLine& level : scene.levels) {
            QVERIFY(level.fromMs.value_or(0) <= now);
        }
        seenFills = std::max(seenFills, scene.fills.size());
        seenGaps = std::max(seenGaps, scene.gaps.size());
    }
    QVERIFY(onAgain);
    QVERIFY(!seenSignals.empty());
    QVERIFY(gaps ? seenGaps > 3 : seenFills > 0);
    // Played to its end it has shown every signal and trade.
    replay.jumpTo(run->outcome.result.last);
    QCOMPARE(chart.chart().scene().signalMarks.size(), std::size_t{run->outcome.result.signals});
    QCOMPARE(chart.chart().scene().fills.size(),
             2 * run->outcome.result.trades.size() + run->outcome.result.openTrades.size());
    replay.end();
    chart.showAll();
    QVERIFY(chart.chart().scene().levels.empty());
    QCOMPARE(chart.chart().scene().candles.size(), run->chart->candles().size());
}

void ReplayTest::chartsOfAllTimeframesStandAtTheSameMoment()
{
    const auto story = tellAgain(m_gaps->outcome);
    ReplayBar bar;
    ReplayController replay{bar};
    std::array<ChartSlot, 4> slots4;
    std::vector<std::unique_ptr<RunChart>> all;
    const QStringList timeframes{{}, u"15m"_s, u"1h"_s, u"1m"_s};
    for (std::size_t i = 0; i < slots4.size(); ++i) {
        all.push_back(std::make_unique<RunChart>(slots4[i], timeframes[static_cast<qsizetype>(i)]));
        all.back()->setRun(m_gaps);
        QObject::connect(&replay, &ReplayController::moved, all.back().get(),
                         [&, i] { all[i]->showMoment(replay.moment(), replay.story()); });
    }
    QCOMPARE(slots4[2].timeframe(), u"1h"_s);
    replay.begin(m_gaps, story, m_gaps->outcome.result.first + core::hours(24 * 10));
    for (int frame = 0; frame < 200; ++frame) {
        replay.step(frame % 9 == 8 ? -4 : 1);
        const std::int64_t now = core::toMilliseconds(replay.moment());
        const double last =
            all[3]->chart().scene().candles[all[3]->chart().scene().candles.size() - 1].close;
        for (const auto& each : all) {
            const charts::ChartScene& scene = each->chart().scene();
            const charts::Candle& newest = scene.candles[scene.candles.size() - 1];
            QVERIFY(newest.timeMs < now);
            QCOMPARE(newest.close, last); // the price of the moment, on every timeframe
            QCOMPARE(scene.fills.size(), all[0]->chart().scene().fills.size());
            QCOMPARE(scene.levels.size(), all[0]->chart().scene().levels.size());
        }
    }
    // A timeframe that cannot be made of the run's bars is that of the run.
    ChartSlot slot;
    RunChart odd{slot, u"7s"_s};
    odd.setRun(m_gaps);
    QCOMPARE(slot.timeframe(), u"5m"_s);
}

void ReplayTest::theBarAsksAndShows()
{
    ReplayBar bar;
    QSignalSpy jumps{&bar, &ReplayBar::jumpRequested};
    QSignalSpy moves{&bar, &ReplayBar::positionRequested};
    bar.setState({false, 10, 500, 1'772'600'400'000});
    QCOMPARE(moves.count(), 0); // shown, not asked for
    auto* date = bar.findChild<QLineEdit*>();
    QCOMPARE(date->text(), u"2026-03-04 05:00"_s);
    date->setText(u"2026-03-05"_s);
    QTest::keyClick(date, Qt::Key_Return);
    QCOMPARE(jumps.count(), 1);
    QCOMPARE(jumps[0][0].toLongLong(), 1'772'668'800'000);
    date->setText(u"tomorrow"_s);
    QTest::keyClick(date, Qt::Key_Return);
    QCOMPARE(jumps.count(), 1);
    QCOMPARE(bar.speed(), 1.0);
}

WICK_TEST(ReplayTest)
#include "tst_replay.moc"
