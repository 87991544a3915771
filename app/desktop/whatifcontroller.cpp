#include "app/desktop/whatifcontroller.h"

#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/heatadapter.h"
#include "app/desktop/adapters/limitsadapter.h"
#include "app/desktop/adapters/whatifadapter.h"
#include "app/desktop/backtestworker.h"
#include "app/desktop/sessioncontroller.h"
#include "app/desktop/views/dryrunview.h"
#include "app/desktop/views/riskeditor.h"
#include "charts/heatmapview.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace wick::desktop {

WhatIfController::WhatIfController(RiskEditor& editor, SessionController& session, QObject* parent)
    : QObject(parent)
    , m_editor(editor)
    , m_session(session)
    , m_thread(u"what-if"_s)
    , m_worker(m_thread.adopt(std::make_unique<WhatIfWorker>()))
{
    connect(m_worker, &WhatIfWorker::answered, this, &WhatIfController::show);
    connect(&editor, &RiskEditor::edited, this, &WhatIfController::ask);
    connect(&editor.dryRun(), &DryRunView::sourceChosen, this, &WhatIfController::ask);
    connect(&editor.dryRun(), &DryRunView::dragged, this,
            [this](const LimitChange& change) { m_editor.propose({change}); });
}

WhatIfController::~WhatIfController()
{
    m_worker->stop();
    static_cast<void>(m_thread.stop(std::chrono::minutes{1}));
}

void WhatIfController::setTheme(const Theme& theme)
{
    m_editor.heatmap().setChartStyle(chartStyleOf(theme));
}

void WhatIfController::begin()
{
    const auto latest = m_session.latest();
    if (latest == nullptr || m_session.setup() == nullptr || latest->warmingUp) {
        return;
    }
    m_ofSession = sourceOf(*m_session.setup(), *latest);
    showMarkets(*latest);
    refreshSources();
    ask();
}

void WhatIfController::setBacktest(std::shared_ptr<const BacktestRun> run)
{
    m_ofBacktest = run == nullptr ? nullptr : sourceOf(run->outcome);
    refreshSources();
    ask();
}

void WhatIfController::setLimits(const core::RiskLimits& limits)
{
    m_limits = limits;
    ask();
}

void WhatIfController::refreshSources()
{
    QStringList names;
    for (const auto& source : {m_ofSession, m_ofBacktest}) {
        if (source != nullptr) {
            names.append(source->words);
        }
    }
    m_editor.dryRun().setSources(names);
}

/// Asks for what is typed now; the worker drops what it was asked before.
void WhatIfController::ask()
{
    auto question = std::make_shared<WhatIfQuestion>();
    question->source =
        m_ofSession != nullptr && m_editor.dryRun().source() <= 0 ? m_ofSession : m_ofBacktest;
    if (question->source == nullptr) {
        return;
    }
    const auto typed = withChanges(m_limits, m_editor.changes());
    question->now = m_limits;
    question->tried = typed ? *typed : m_limits; // a field that is not ready changes nothing
    m_question = question;
    m_worker->ask(question);
}

void WhatIfController::show()
{
    m_worker->noted();
    const auto answer = m_worker->answer();
    if (answer != nullptr && m_question != nullptr) {
        m_editor.dryRun().setDryRun(dryRunOf(*answer, *m_question->source));
    }
}

bool WhatIfController::isUpToDate() const
{
    const auto answer = m_worker->answer();
    return m_question == nullptr
           || (answer != nullptr && answer->complete() && answer->tried == m_question->tried);
}

void WhatIfController::showMarkets(const session::Snapshot& snapshot)
{
    const Heat heat = heatOf(snapshot);
    m_editor.heatmap().setScene(heat.scene);
    m_editor.setMarketsSentence(heat.sentence);
}

} // namespace wick::desktop
