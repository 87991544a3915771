#include "app/desktop/riskcontroller.h"

#include "app/desktop/adapters/limitsadapter.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/operatorname.h"
#include "app/desktop/risktools.h"
#include "app/desktop/sessioncontroller.h"
#include "app/desktop/text/format.h"
#include "app/desktop/views/riskeditor.h"
#include "app/desktop/whatifcontroller.h"

#include <QDateTime>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr int kVersionsShown = 20;

/// What strategies usually declare that a trade may risk, ppm.
constexpr std::int64_t kUsualRisk = 5'000;

/// Those an account is traded with: without any limit there is nothing to edit.
std::vector<core::LimitPreset> presets()
{
    const auto all = core::limitPresets();
    std::vector<core::LimitPreset> offered;
    std::copy_if(all.begin(), all.end(), std::back_inserter(offered),
                 [](const core::LimitPreset& preset) { return preset.name != "open"; });
    return offered;
}

QString titleOf(const core::LimitPreset& preset)
{
    return QString::fromUtf8(preset.title.data(), static_cast<qsizetype>(preset.title.size()));
}

} // namespace

RiskController::RiskController(MainWindow& window,
                               SessionController& session,
                               QString settingsFile,
                               QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_session(session)
    , m_file(std::move(settingsFile))
    , m_editor(new RiskEditor{&window})
    , m_whatIf(new WhatIfController{*m_editor, session, this})
    , m_tools(new RiskTools{*m_editor, session, this})
{
    m_editor->setLimits(limitRows(m_limits, nullptr));
    m_editor->setVersions({});
    m_editor->setPreview({});
    QStringList names;
    for (const core::LimitPreset& preset : presets()) {
        names.append(titleOf(preset));
    }
    m_editor->setPresets(names);
    window.setRiskEditor(m_editor);
    connect(m_editor, &RiskEditor::applied, this, &RiskController::apply);
    connect(m_editor, &RiskEditor::edited, this, &RiskController::warn);
    connect(m_editor, &RiskEditor::toolShown, m_tools, &RiskTools::refresh);
    connect(m_editor, &RiskEditor::presetChosen, this, &RiskController::propose);
    connect(&session, &SessionController::refreshed, this, &RiskController::followSession);
    connect(&window, &MainWindow::workspaceChanged, this, [this] {
        m_began = false;
        followSession();
    });
    connect(&window, &MainWindow::runRequested, this, [this] {
        if (m_window.workspace() == Workspace::Risk) {
            m_editor->apply();
        }
    });
}

core::Result<core::RiskLimits, QString> RiskController::load()
{
    auto store = io::SettingsDatabase::open(m_file);
    if (!store) {
        return core::Failure{store.error().sentence};
    }
    auto newest = store->newestLimits();
    if (!newest) {
        return core::Failure{newest.error().sentence};
    }
    m_store = std::move(*store);
    if (newest->has_value()) {
        m_limits = (*newest)->limits;
    }
    if (const QString problem = showVersions(); !problem.isEmpty()) {
        return core::Failure{problem};
    }
    m_editor->setLimits(limitRows(m_limits, nullptr));
    m_whatIf->setLimits(m_limits);
    warn();
    return m_limits;
}

QString RiskController::showVersions()
{
    const auto versions = m_store->limitsVersions(kVersionsShown);
    if (!versions) {
        return versions.error().sentence;
    }
    m_editor->setVersions(limitVersions(*versions));
    if (!versions->empty()) {
        const io::LimitsVersion& last = versions->front();
        m_session.setLastLimitChange(tr("%1, %2").arg(dayAndClockText(last.savedMs), last.who));
    }
    return {};
}

void RiskController::followSession()
{
    const auto latest = m_session.latest();
    if (latest != nullptr && m_window.workspace() == Workspace::Risk) {
        m_editor->setLimits(limitRows(m_limits, latest.get()));
        m_editor->setPreview(verdictPreview(*latest));
        m_editor->setNoteAlways(latest->mode == session::Mode::Live);
        if (!m_began && !latest->warmingUp) {
            m_began = true;
            m_whatIf->begin();
        }
    }
}

void RiskController::apply(const std::vector<LimitChange>& changes, const QString& note)
{
    if (!m_store.has_value()) {
        m_editor->setOutcome(tr("Nothing was changed: %1 is not open.").arg(m_file), false);
        return;
    }
    const auto limits = withChanges(m_limits, changes);
    if (!limits) {
        m_editor->setOutcome(limits.error(), false);
        return;
    }
    const auto saved = m_store->saveLimits(*limits, m_limits, QDateTime::currentMSecsSinceEpoch(),
                                           operatorName(), note);
    if (!saved) {
        m_editor->setOutcome(tr("Nothing was changed: %1").arg(saved.error().sentence), false);
        return;
    }
    m_limits = *limits;
    m_session.setLimits(m_limits, note);
    m_whatIf->setLimits(m_limits);
    const QString problem = showVersions();
    const auto latest = m_session.latest();
    m_editor->setLimits(limitRows(m_limits, latest.get()));
    if (!problem.isEmpty()) {
        m_editor->setOutcome(problem, false);
    } else if (m_session.isRunning()) {
        m_editor->setOutcome(tr("Version %1 is in force.").arg(saved->number), true);
    } else {
        m_editor->setOutcome(
            tr("Version %1 is saved, in force with the next session.").arg(saved->number), true);
    }
}

/// Types what the preset holds; nothing is in force before Apply.
/// Limits as typed that contradict each other: both would be taken.
void RiskController::warn()
{
    QStringList sentences;
    if (const auto typed = withChanges(m_limits, m_editor->changes())) {
        for (const core::LimitWarning& warning : core::contradictions(*typed, kUsualRisk)) {
            sentences.append(QString::fromStdString(warning.sentence));
        }
    }
    m_editor->setWarnings(sentences);
}

void RiskController::propose(const QString& preset)
{
    for (const core::LimitPreset& candidate : presets()) {
        if (titleOf(candidate) != preset) {
            continue;
        }
        std::vector<LimitChange> values;
        for (const LimitRow& row : limitRows(candidate.limits(), nullptr)) {
            values.push_back({row.key, row.value});
        }
        m_editor->propose(values);
    }
}

} // namespace wick::desktop
