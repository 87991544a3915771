#include "app/desktop/replaycontroller.h"

#include "app/desktop/views/replaybar.h"

#include <utility>

namespace wick::desktop {

namespace {

constexpr int kFrameMs = 33;

} // namespace

ReplayController::ReplayController(ReplayBar& bar, QObject* parent)
    : QObject(parent)
    , m_bar(bar)
{
    m_timer.setInterval(kFrameMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { advance(m_since.restart()); });
    connect(&bar, &ReplayBar::playRequested, this, &ReplayController::setPlaying);
    connect(&bar, &ReplayBar::stepRequested, this, &ReplayController::step);
    connect(&bar, &ReplayBar::endRequested, this, &ReplayController::end);
    connect(&bar, &ReplayBar::jumpRequested, this,
            [this](qint64 timeMs) { jumpTo(core::fromMilliseconds(timeMs)); });
    connect(&bar, &ReplayBar::positionRequested, this, [this](qint64 known) {
        if (m_clock) {
            m_clock->moveTo(static_cast<std::size_t>(known));
            show();
        }
    });
}

void ReplayController::begin(std::shared_ptr<const BacktestRun> run,
                             std::shared_ptr<const RunStory> story,
                             core::Timestamp at)
{
    m_run = std::move(run);
    m_story = std::move(story);
    const core::EngineSetup& engine = m_run->outcome.setup.engines.front();
    const core::CandleColumns& columns =
        m_run->outcome.series[engine.instrument.count()].candles.columns;
    m_clock.emplace(columns.time, columns.interval, engine.timeframe);
    m_timer.stop();
    jumpTo(at);
}

void ReplayController::end()
{
    if (!m_clock) {
        return;
    }
    m_timer.stop();
    m_clock.reset();
    m_story.reset();
    m_run.reset();
    Q_EMIT ended();
}

void ReplayController::show()
{
    m_bar.setState({isPlaying(), static_cast<qint64>(m_clock->known()),
                    static_cast<qint64>(m_clock->size()), core::toMilliseconds(m_clock->moment())});
    Q_EMIT moved();
}

void ReplayController::setPlaying(bool playing)
{
    if (!m_clock) {
        return;
    }
    if (playing && !m_clock->atEnd()) {
        m_since.start();
        m_timer.start();
    } else {
        m_timer.stop();
    }
    show();
}

void ReplayController::step(int bars)
{
    if (m_clock) {
        m_timer.stop();
        m_clock->step(bars);
        show();
    }
}

void ReplayController::jumpTo(core::Timestamp moment)
{
    if (m_clock) {
        m_clock->jumpTo(moment);
        show();
    }
}

void ReplayController::advance(qint64 milliseconds)
{
    if (!m_clock) {
        return;
    }
    const std::size_t before = m_clock->known();
    m_clock->play(milliseconds, m_bar.speed());
    if (m_clock->atEnd()) {
        m_timer.stop();
    }
    if (m_clock->known() != before) {
        show();
    }
}

} // namespace wick::desktop
