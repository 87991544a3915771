#include "app/desktop/backtestworker.h"
#include "app/desktop/trailcontroller.h"
#include "app/desktop/views/inspectorpanel.h"
#include "charts/pricechart.h"
#include "tests/support/testregistry.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <map>

using namespace wick;
using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const BacktestRun>
runOf(const std::string& strategy, const std::string& market, int days)
{
    session::BacktestEngine engine;
    engine.strategy = strategy;
    engine.market = market;
    engine.candles = session::PracticeCandles{days};
    auto order = std::make_shared<BacktestOrder>();
    order->job.engines.push_back(std::move(engine));
    BacktestWorker worker;
    std::shared_ptr<const BacktestRun> finished;
    QObject::connect(&worker, &BacktestWorker::finished, &worker,
                     [&finished](const std::shared_ptr<BacktestRun>& run) { finished = run; });
    worker.run(order);
    return finished;
}

core::TrailRange wholeOf(const BacktestRun& run)
{
    return {run.outcome.result.first, run.outcome.result.last + core::days(1)};
}

const core::Instrument& instrumentOf(const BacktestRun& run)
{
    return run.outcome.setup.instruments[run.outcome.setup.engines.front().instrument.count()];
}

StageState stageOf(const Inspection& inspection, const QString& name)
{
    const auto found =
        std::find_if(inspection.stages.begin(), inspection.stages.end(),
                     [&](const InspectedStage& stage) { return stage.name == name; });
    return found->state;
}

/// Everything but the fills, which a shorter trail hears fewer of.
bool sameStep(const core::TrailStep& a, const core::TrailStep& b)
{
    const auto same = [](const auto& left, const auto& right) {
        return std::equal(left.begin(), left.end(), right.begin(), right.end());
    };
    return a.at == b.at && a.barClosed == b.barClosed && a.bar == b.bar && a.bars == b.bars
           && a.position == b.position && same(a.working, b.working)
           && a.explanation.has_value() == b.explanation.has_value()
           && (!a.explanation
               || (a.explanation->obstacle == b.explanation->obstacle
                   && a.explanation->side == b.explanation->side
                   && a.explanation->inputs == b.explanation->inputs
                   && same(a.explanation->filters, b.explanation->filters)))
           && a.decision.entry.has_value() == b.decision.entry.has_value()
           && a.status.sentence == b.status.sentence;
}

} // namespace

/// The steps of a strategy's life, found by making its run again.
class TrailTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aTrailIsTheRunItself_data();
    void aTrailIsTheRunItself();
    void thereIsATradeExactlyWhenNothingSpeaksAgainstOne_data();
    void thereIsATradeExactlyWhenNothingSpeaksAgainstOne();
    void aStepIsTheSameInWhateverStretchItIsKept();
    void anotherResultIsRefused();
    void everyFillIsTold_data();
    void everyFillIsTold();
    void nothingOfLaterIsSaid();
    void aBarIsFoundByAnyMomentInIt();
    void stepsAreWalkedBackAndForth();
    void aReplayIsNotOvertaken();
    void aRunThatDoesNotRepeatItselfIsSaidToBeSo();

private:
    void eachRun();

    std::map<QString, std::shared_ptr<const BacktestRun>> m_runs;
    std::map<QString, std::shared_ptr<const RunTrail>> m_trails;
};

void TrailTest::initTestCase()
{
    m_runs[u"momentum"_s] = runOf("momentum", "ETH", 12);
    m_runs[u"gaps"_s] = runOf("fvg-retest", "XAU", 30);
    m_runs[u"averages"_s] = runOf("ma-cross", "BTC", 12);
    for (const auto& [name, run] : m_runs) {
        QVERIFY2(run != nullptr && run->outcome.result.signals > 0, qPrintable(name));
        m_trails[name] = trailOf(run->outcome, wholeOf(*run));
        QVERIFY2(m_trails[name] != nullptr, qPrintable(name)); // it came to the same digest
    }
}

void TrailTest::eachRun()
{
    QTest::addColumn<QString>("name");
    for (const auto& [name, run] : m_runs) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TrailTest::aTrailIsTheRunItself_data()
{
    eachRun();
}

void TrailTest::aTrailIsTheRunItself()
{
    QFETCH(const QString, name);
    const BacktestRun& run = *m_runs[name];
    const RunTrail& trail = *m_trails[name];
    const auto& candles = run.chart->candles();
    std::uint64_t entries = 0;
    std::size_t candle = 0;
    for (std::size_t i = 0; i < trail.steps.size(); ++i) {
        const core::TrailStep& step = trail.steps[i];
        QVERIFY(i == 0 || trail.steps[i - 1].at < step.at);
        QVERIFY(step.bar.start < step.at); // what it saw had been
        while (candle < candles.size()
               && candles[candle].timeMs < core::toMilliseconds(step.bar.start)) {
            ++candle;
        }
        QCOMPARE(candles[candle].timeMs, core::toMilliseconds(step.bar.start));
        QCOMPARE(candles[candle].close, core::toDouble(step.bar.close, instrumentOf(run)));
        QVERIFY(!step.status.sentence.empty());
        if (step.decision.entry) {
            ++entries;
            const Inspection inspection = inspectionOf(trail, i, instrumentOf(run));
            QCOMPARE(stageOf(inspection, u"Signal"_s), StageState::Passed);
            QVERIFY(stageOf(inspection, u"Size"_s) != StageState::NotReached);
            QCOMPARE(stageOf(inspection, u"Order"_s) == StageState::Passed,
                     inspection.headline.endsWith(u"sent"_s));
        }
    }
    QCOMPARE(entries, run.outcome.result.signals);
}

void TrailTest::thereIsATradeExactlyWhenNothingSpeaksAgainstOne_data()
{
    eachRun();
}

void TrailTest::thereIsATradeExactlyWhenNothingSpeaksAgainstOne()
{
    QFETCH(const QString, name);
    const RunTrail& trail = *m_trails[name];
    std::size_t judged = 0;
    for (std::size_t i = 0; i < trail.steps.size(); ++i) {
        const core::TrailStep& step = trail.steps[i];
        QVERIFY(step.explanation.has_value());
        const bool nothing = step.explanation->inputs == core::InputFault::None
                             && step.explanation->obstacle.empty();
        if (!step.position) {
            QCOMPARE(step.decision.entry.has_value(), nothing);
        }
        const Inspection inspection = inspectionOf(trail, i, instrumentOf(*m_runs[name]));
        QVERIFY(!inspection.sentence.isEmpty());
        QCOMPARE(inspection.stages.size(), std::size_t{9});
        QVERIFY(inspection.snapshot.size() >= 6);
        if (step.explanation->side) {
            QVERIFY(!inspection.filters.empty());
            ++judged;
        }
    }
    QVERIFY(judged > 20);
}

void TrailTest::aStepIsTheSameInWhateverStretchItIsKept()
{
    const auto holds = rc::check("a stretch is a piece of the whole", [this] {
        const QString name = *rc::gen::element(u"momentum"_s, u"gaps"_s, u"averages"_s);
        const auto& whole = m_trails[name]->steps;
        const auto first = *rc::gen::inRange<std::size_t>(0, whole.size());
        const auto last = *rc::gen::inRange<std::size_t>(first, whole.size());
        const auto some =
            trailOf(m_runs[name]->outcome, core::TrailRange{whole[first].at, whole[last].at});
        RC_ASSERT(some != nullptr);
        RC_ASSERT(some->steps.size() == last - first + 1);
        for (std::size_t i = 0; i < some->steps.size(); ++i) {
            RC_ASSERT(sameStep(some->steps[i], whole[first + i]));
        }
    });
    QVERIFY(holds);
}

void TrailTest::anotherResultIsRefused()
{
    const auto& run = m_runs[u"momentum"_s];
    session::BacktestOutcome other = run->outcome;
    other.result.sessionDigest.back() = other.result.sessionDigest.back() == '0' ? '1' : '0';
    QVERIFY(trailOf(other, wholeOf(*run)) == nullptr);
    other = run->outcome;
    other.setup.balance = core::usdc(777);
    QVERIFY(trailOf(other, wholeOf(*run)) == nullptr);
}

void TrailTest::everyFillIsTold_data()
{
    eachRun();
}

void TrailTest::everyFillIsTold()
{
    QFETCH(const QString, name);
    const RunTrail& trail = *m_trails[name];
    const auto filled = std::count_if(trail.story.orders.begin(), trail.story.orders.end(),
                                      [](const core::OrderEvent& event) { return event.fill; });
    std::ptrdiff_t told = 0;
    for (std::size_t i = 0; i < trail.steps.size(); ++i) {
        const Inspection inspection = inspectionOf(trail, i, instrumentOf(*m_runs[name]));
        QCOMPARE(stageOf(inspection, u"On fill"_s), stageOf(inspection, u"Fill"_s));
        told += static_cast<std::ptrdiff_t>(trail.steps[i].fills.size());
    }
    QCOMPARE(told, filled);
    QVERIFY(name == u"gaps"_s || filled > 0);
}

void TrailTest::nothingOfLaterIsSaid()
{
    const RunTrail& trail = *m_trails[u"momentum"_s];
    const core::Instrument& instrument = instrumentOf(*m_runs[u"momentum"_s]);
    std::size_t withOrders = 0;
    for (std::size_t i = 0; i < trail.steps.size(); ++i) {
        const core::Timestamp now = trail.steps[i].at;
        const auto& orders = trail.story.orders;
        const auto reported =
            std::count_if(orders.begin(), orders.end(),
                          [now](const core::OrderEvent& event) { return event.time == now; });
        const qsizetype then = inspectionOf(trail, i, instrument, now).orders.size();
        QCOMPARE(then, static_cast<qsizetype>(reported));
        withOrders += inspectionOf(trail, i, instrument).orders.size() > then ? 1U : 0U;
    }
    QVERIFY(withOrders > 0);
}

void TrailTest::aBarIsFoundByAnyMomentInIt()
{
    const RunTrail& trail = *m_trails[u"averages"_s];
    const core::Duration bar = core::minutes(5);
    const core::TrailStep& step = trail.steps.at(10);
    for (const core::Duration in :
         {core::Duration{0}, core::minutes(3), core::Duration{bar.count() - 1}})
    {
        QCOMPARE(stepOfBar(trail, step.bar.start + in, bar), std::optional{std::size_t{10}});
    }
    QCOMPARE(stepOfBar(trail, step.bar.start + bar, bar), std::optional{std::size_t{11}});
    QCOMPARE(stepOfBar(trail, trail.range.to, bar), std::nullopt);
    QCOMPARE(stepAt(trail, step.at), std::optional{std::size_t{10}});
    QCOMPARE(stepAt(trail, step.at - core::Duration{1}), std::optional{std::size_t{9}});
    QCOMPARE(stepAt(trail, trail.steps.front().at - core::Duration{1}), std::nullopt);
}

namespace {

/// A controller whose requests are answered at once.
struct Walk
{
    explicit Walk(std::shared_ptr<const BacktestRun> run)
        : controller(panel)
    {
        QObject::connect(&controller, &TrailController::followRequested, &controller,
                         [this](const auto& of, const core::TrailRange& range) {
                             ++asked;
                             controller.take(of, trailOf(of->outcome, range));
                         });
        controller.setRun(std::move(run));
    }

    InspectorPanel panel{InspectorWalk::Steps};
    TrailController controller;
    int asked = 0;
};

} // namespace

void TrailTest::stepsAreWalkedBackAndForth()
{
    const auto& run = m_runs[u"momentum"_s];
    const auto& whole = m_trails[u"momentum"_s]->steps;
    Walk walk{run};
    TrailController& controller = walk.controller;
    controller.step(1);
    QCOMPARE(controller.shown()->at, whole.front().at);
    controller.step(-1);
    QCOMPARE(controller.shown()->at, whole.front().at); // nothing is before it
    // Further than one stretch reaches, and back.
    const std::size_t far = std::min<std::size_t>(whole.size() - 1, 2'500);
    for (std::size_t i = 1; i <= far; ++i) {
        controller.step(1);
        QCOMPARE(controller.shown()->at, whole[i].at);
    }
    QVERIFY(walk.asked > 2);
    for (std::size_t i = far; i > far - 1'500; --i) {
        controller.step(-1);
        QCOMPARE(controller.shown()->at, whole[i - 1].at);
    }
    controller.showBar(whole[200].bar.start);
    QCOMPARE(controller.shown()->at, whole[200].at);
    QCOMPARE(walk.panel.shown().id, core::toMilliseconds(whole[200].at));
    controller.showNextSignal();
    QVERIFY(controller.shown()->decision.entry.has_value());
    const auto earlier = std::find_if(whole.begin() + 201, whole.end(), [&](const auto& step) {
        return step.decision.entry.has_value();
    });
    QCOMPARE(controller.shown()->at, earlier->at);
    controller.showMoment(run->outcome.result.last + core::days(2));
    QCOMPARE(controller.shown()->at, whole.back().at);
    controller.step(1);
    QCOMPARE(controller.shown()->at, whole.back().at);
}

void TrailTest::aReplayIsNotOvertaken()
{
    const auto& whole = m_trails[u"momentum"_s]->steps;
    Walk walk{m_runs[u"momentum"_s]};
    TrailController& controller = walk.controller;
    QSignalSpy later{&controller, &TrailController::laterRequested};
    controller.setKnown(whole[50].at);
    controller.showMoment(whole[50].at);
    QCOMPARE(controller.shown()->at, whole[50].at);
    controller.step(1);
    QCOMPARE(later.count(), 1);
    controller.showBar(whole[60].bar.start);
    QCOMPARE(controller.shown()->at, whole[50].at);
    controller.step(-1);
    controller.step(1);
    QCOMPARE(controller.shown()->at, whole[50].at);
    QCOMPARE(later.count(), 1);
    controller.setKnown({});
    controller.step(1);
    QCOMPARE(controller.shown()->at, whole[51].at);
}

void TrailTest::aRunThatDoesNotRepeatItselfIsSaidToBeSo()
{
    auto other = std::make_shared<BacktestRun>(*m_runs[u"averages"_s]);
    other->outcome.result.sessionDigest = "another";
    Walk walk{other};
    walk.controller.step(1);
    QVERIFY(!walk.controller.shown().has_value());
    walk.controller.step(1);
    QCOMPARE(walk.asked, 1); // it would only refuse again
    const auto labels = walk.panel.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text() == u"This run did not repeat itself"_s;
    }));
}

WICK_TEST(TrailTest)
#include "tst_trail.moc"
