#include "app/desktop/parameterscontroller.h"

#include "app/desktop/adapters/backtestadapter.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/operatorname.h"
#include "app/desktop/sessioncontroller.h"
#include "core/io/stores/settingsdatabase.h"
#include "strategies/catalog.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// "fast=10 slow=30" as pairs.
std::vector<std::pair<QString, QString>> pairsOf(const std::string& summary)
{
    std::vector<std::pair<QString, QString>> pairs;
    for (const QString& word : text(summary).split(u' ', Qt::SkipEmptyParts)) {
        pairs.emplace_back(word.section(u'=', 0, 0), word.section(u'=', 1));
    }
    return pairs;
}

} // namespace

ParametersController::ParametersController(MainWindow& window,
                                           SessionController& session,
                                           QString settingsFile,
                                           QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_session(session)
    , m_file(std::move(settingsFile))
{
    connect(&window, &MainWindow::parametersRequested, this, &ParametersController::ask);
    connect(&session, &SessionController::refreshed, this, &ParametersController::followSession);
}

void ParametersController::ask(int engine)
{
    const auto latest = m_session.latest();
    if (m_dialog != nullptr || latest == nullptr
        || static_cast<std::size_t>(engine) >= latest->engines.size())
    {
        return;
    }
    const session::EngineStatus& status = latest->engines[static_cast<std::size_t>(engine)];
    const auto strategies = strategyChoices(strategies::catalog());
    const auto strategy = std::find_if(strategies.begin(), strategies.end(), [&](const auto& each) {
        return each.name == text(status.strategy);
    });
    if (strategy == strategies.end()) {
        return;
    }
    m_engine = engine;
    m_dialog = new ParametersDialog{tr("%1 on %2").arg(text(status.title), text(status.symbol)),
                                    *strategy, pairsOf(status.parameters), &m_window};
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setObstacle(obstacle());
    connect(m_dialog, &QDialog::accepted, this, &ParametersController::apply);
    m_dialog->open();
}

void ParametersController::followSession()
{
    if (m_dialog != nullptr) {
        m_dialog->setObstacle(obstacle());
    }
}

/// Why the engine cannot take other parameters now; empty while it can.
QString ParametersController::obstacle() const
{
    const auto latest = m_session.latest();
    if (!m_session.isRunning() || latest == nullptr) {
        return tr("The session is over.");
    }
    const session::EngineStatus& status = latest->engines[static_cast<std::size_t>(m_engine)];
    if (status.lots != 0) {
        return tr("It holds a position: parameters change while it is flat.");
    }
    return status.pendingEntry ? tr("Its order is at work: parameters change while it is flat.")
                               : QString{};
}

void ParametersController::apply()
{
    const auto latest = m_session.latest();
    const session::EngineStatus& status = latest->engines[static_cast<std::size_t>(m_engine)];
    const core::Instrument& market = (*latest->instruments)[status.instrument.count()];
    io::Parameters parameters;
    for (const auto& [name, value] : m_dialog->parameters()) {
        parameters.emplace_back(name.toStdString(), value.toStdString());
    }
    const QString engine = tr("%1 on %2").arg(text(status.title), text(status.symbol));
    auto store = io::SettingsDatabase::open(m_file);
    if (!store) {
        Q_EMIT notice(tr("%1 goes on as it was: %2").arg(engine, store.error().sentence));
        return;
    }
    const auto saved = store->saveParameters({status.strategy, std::string{market.base()}},
                                             parameters, QDateTime::currentMSecsSinceEpoch(),
                                             operatorName(), m_dialog->note());
    if (!saved) {
        Q_EMIT notice(tr("%1 goes on as it was: %2").arg(engine, saved.error().sentence));
        return;
    }
    m_session.tune(m_engine, status.strategy, parameters, m_dialog->note());
}

} // namespace wick::desktop
