#include "app/desktop/application.h"

#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/inspectionadapter.h"
#include "app/desktop/adapters/stopmoves.h"
#include "app/desktop/dialogs/stopmovedialog.h"
#include "app/desktop/parameterscontroller.h"
#include "app/desktop/riskcontroller.h"
#include "app/desktop/risktools.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/inspectorpanel.h"
#include "app/desktop/whatifcontroller.h"
#include "app/session/storedparameters.h"
#include "charts/equityview.h"
#include "charts/pricechart.h"

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QMessageBox>
#include <QScreen>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr double kSmallestPointSize = 9.0;
constexpr double kLargestPointSize = 10.0;

} // namespace

Application::Application(session::DataFolder folder, DesktopOptions options, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_options(std::move(options))
    , m_settings(QDir{m_folder.path()}.filePath(u"desktop.ini"_s), QSettings::IniFormat)
{
    m_scheme = static_cast<Scheme>(std::clamp(m_settings.value(u"look/scheme"_s, 0).toInt(), 0, 3));
    m_direction = static_cast<DirectionColours>(
        std::clamp(m_settings.value(u"look/direction"_s, 0).toInt(), 0, 1));
    const double platform = QApplication::font().pointSizeF();
    m_basePointSize = platform > 0.0 ? std::clamp(platform, kSmallestPointSize, kLargestPointSize)
                                     : kLargestPointSize;
    setTextScale(m_settings.value(u"look/textscale"_s, 100).toInt());
    applyTheme(*qApp, makeTheme(m_scheme, m_direction));
    m_window = std::make_unique<MainWindow>(steadyMilliseconds());
    m_session = std::make_unique<SessionController>(*m_window, steadyMilliseconds());
    m_window->setCloseSetting(
        static_cast<CloseSetting>(std::clamp(m_settings.value(u"closing"_s, 0).toInt(), 0, 2)));
    connectLook();
    m_risk = new RiskController{*m_window, *m_session, m_folder.settings(), this};
    auto* parameters = new ParametersController{*m_window, *m_session, m_folder.settings(), this};
    connect(parameters, &ParametersController::notice, this,
            [this](const QString& text) { say(LogLevel::Problem, text); });
    connectCharts();
    connectBacktest();
    connectInspector();
    refreshLook();
    connect(m_window.get(), &MainWindow::stopRequested, this, [this] {
        m_backtest->cancel();
        m_session->stop();
    });
    connect(m_session.get(), &SessionController::finished, this, [this](bool clean) {
        if (!clean) {
            say(LogLevel::Problem, tr("A strategy did not come back; its thread was left behind."));
        }
        const auto latest = m_session->latest();
        if (latest != nullptr && !latest->controlProblem.empty()) {
            refuseToStart(tr("The session did not begin: nothing could stop it from outside."),
                          QString::fromStdString(latest->controlProblem),
                          tr("Start with another --data-dir, on a disk that takes local sockets."));
        }
        if (m_window->isClosing()) {
            m_window->finishClosing();
        }
    });
    connect(m_window.get(), &MainWindow::aboutToClose, this,
            [this] { m_window->saveLayout(m_settings); });
}

Application::~Application()
{
    m_backtest.reset();
    m_session.reset();
    m_window.reset();
}

void Application::start()
{
    // The first start takes the room there is, up to what the layout was drawn for.
    constexpr QSize kDrawnFor{1920, 1080};
    m_window->resize(m_options.size.value_or(
        QGuiApplication::primaryScreen()->availableSize().boundedTo(kDrawnFor)));
    m_window->restoreLayout(m_settings);
    m_window->show();
    startSession();
    if (!m_options.candleFiles.isEmpty()) {
        m_backtest->addFiles(m_options.candleFiles);
        m_window->showWorkspace(Workspace::BacktestReview);
    }
}

void Application::startSession()
{
    const auto limits = m_risk->load();
    if (!limits) {
        refuseToStart(tr("Nothing trades without its risk limits."), limits.error(),
                      tr("Move the file away to go on with the built-in limits, or start with "
                         "another --data-dir."));
        return;
    }
    auto fleet = session::withStoredParameters(session::standardFleet(), m_folder.settings());
    if (!fleet) {
        refuseToStart(tr("Nothing trades on parameters that cannot be read."),
                      QString::fromStdString(fleet.error()),
                      tr("Move the file away to go on with the built-in settings, or start with "
                         "another --data-dir."));
        return;
    }
    session::PracticeRequest request;
    request.engines = std::move(*fleet);
    request.seed = m_options.seed;
    request.balance = m_options.balance;
    request.limits = *limits;
    request.holdAfter = m_options.holdAfter;
    auto setup = session::practiceSession(request);
    if (!setup) {
        refuseToStart(tr("The practice market could not start."),
                      QString::fromStdString(setup.error()), {});
        return;
    }
    const auto account = session::keepIn(m_folder, QApplication::applicationVersion(),
                                         m_options.newAccount ? session::AccountChoice::New
                                                              : session::AccountChoice::Continue,
                                         *setup);
    if (!account) {
        refuseToStart(tr("The paper account cannot be read."),
                      QString::fromStdString(account.error()),
                      tr("Move the file away to begin a new account, or start with another "
                         "--data-dir."));
        return;
    }
    say(LogLevel::Info, QString::fromStdString(*account));
    m_session->start(std::move(*setup));
}

void Application::refuseToStart(const QString& what, const QString& why, const QString& remedy)
{
    say(LogLevel::Problem, what + u' ' + why);
    auto* box = new QMessageBox{QMessageBox::Critical, QApplication::applicationDisplayName(), what,
                                QMessageBox::Ok, m_window.get()};
    box->setInformativeText((QStringList{why, remedy}).join(u"\n\n"_s).trimmed());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void Application::connectCharts()
{
    // Gold in front, where the fleet has it, and ETH beside it.
    constexpr std::array<std::size_t, 4> kFirstMarkets{2, 0, 1, 2};
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        m_charts[i] = new ChartController{m_window->charts().slot(static_cast<int>(i)), m_settings,
                                          u"chart%1"_s.arg(i), kFirstMarkets[i], this};
    }
    linkCharts();
    m_equity = new charts::EquityView;
    m_equity->setDrawdownPane(charts::DrawdownPane::Hidden);
    m_equity->setEmptyState(tr("No equity yet"), tr("A point is added every market minute."));
    m_window->setEquityView(m_equity);
    connect(m_window.get(), &MainWindow::signalChosen, this, [this](qint64 id) {
        if (const auto latest = m_session->latest(); latest != nullptr && latest->signalLog) {
            showChosen(*latest, *latest->signalLog, id, &session::SignalStatus::time);
        }
        inspect(id);
    });
    connect(m_window.get(), &MainWindow::tradeChosen, this, [this](qint64 id) {
        if (const auto latest = m_session->latest(); latest != nullptr && latest->trades) {
            showChosen(*latest, *latest->trades, id, &core::TradeRow::entryTime);
        }
    });
}

/// The crosshair of one chart stands in the others too; so does its market or timeframe, where they
/// have it in common.
void Application::linkCharts()
{
    m_chartLink =
        static_cast<ChartLink>(std::clamp(m_settings.value(u"charts/link"_s, 0).toInt(), 0, 2));
    connect(m_window.get(), &MainWindow::chartLinkRequested, this, &Application::setChartLink);
    for (const ChartController* from : m_charts) {
        for (ChartController* to : m_charts) {
            if (from == to) {
                continue;
            }
            connect(&from->chart(), &charts::PriceChart::crosshairMoved, to, [to](qint64 time) {
                to->chart().setCrosshairTime(time < 0 ? std::nullopt
                                                      : std::optional<std::int64_t>{time});
            });
            connect(from, &ChartController::marketChosen, to, [this, to](const QString& symbol) {
                if (m_chartLink == ChartLink::Market) {
                    to->showMarket(symbol);
                }
            });
            connect(from, &ChartController::timeframeChosen, to,
                    [this, to](const QString& timeframe) {
                        if (m_chartLink == ChartLink::Timeframe) {
                            to->showTimeframe(timeframe);
                        }
                    });
        }
    }
}

/// What the charts have in common is that of the first; the rest is spread over them.
void Application::setChartLink(ChartLink link)
{
    m_chartLink = link;
    m_settings.setValue(u"charts/link"_s, static_cast<int>(link));
    const QString market = m_window->charts().slot(0).market();
    const QString timeframe = m_window->charts().slot(0).timeframe();
    QStringList timeframes = ChartSlot::timeframes();
    timeframes.removeAll(timeframe);
    for (std::size_t i = 1; i < m_charts.size(); ++i) {
        if (link == ChartLink::Market) {
            m_charts[i]->showMarket(market);
            m_charts[i]->showTimeframe(timeframes.value(static_cast<qsizetype>(i) - 1, timeframe));
        } else if (link == ChartLink::Timeframe) {
            m_charts[i]->showTimeframe(timeframe);
        }
    }
}

/// Brings the row with that number to the middle of the first chart.
template <typename Row>
void Application::showChosen(const session::Snapshot& snapshot,
                             const std::vector<Row>& rows,
                             qint64 id,
                             core::Timestamp Row::*when)
{
    const auto row = std::find_if(rows.begin(), rows.end(), [id](const Row& each) {
        return static_cast<qint64>(each.id) == id;
    });
    if (row == rows.end()) {
        return;
    }
    const core::Instrument& market = (*snapshot.instruments)[row->instrument.count()];
    m_charts[0]->showMarket(QString::fromStdString(market.symbol()));
    m_charts[0]->centerOn(core::toMilliseconds((*row).*when));
}

void Application::connectBacktest()
{
    m_backtest =
        std::make_unique<BacktestController>(*m_window, m_folder.path(), m_folder.settings());
    connect(m_window.get(), &MainWindow::runRequested, this, [this] {
        if (m_window->workspace() == Workspace::BacktestReview) {
            m_backtest->run();
        }
    });
    connect(m_session.get(), &SessionController::refreshed, this, &Application::followSession);
    connect(&m_window->charts(), &ChartGrid::countChanged, this, &Application::followSession);
    connect(m_window.get(), &MainWindow::tradeStepRequested, m_backtest.get(),
            &BacktestController::step);
    connect(m_backtest.get(), &BacktestController::notice, this,
            [this](const QString& text) { say(LogLevel::Warning, text); });
    connect(m_backtest.get(), &BacktestController::runningChanged, this,
            &Application::updateRunning);
    connect(m_backtest.get(), &BacktestController::runningChanged, this, [this](bool running) {
        if (!running && m_backtest->shown() != nullptr) {
            m_risk->whatIf().setBacktest(m_backtest->shown());
            m_risk->tools().setBacktest(m_backtest->shown());
        }
    });
    connect(m_session.get(), &SessionController::refreshed, this, &Application::updateRunning);
    connect(m_window.get(), &MainWindow::importRequested, this,
            [this] { m_window->showWorkspace(Workspace::BacktestReview); });
}

/// A dragged stop is a wish: it is asked for, judged, and judged again by the core.
void Application::askForStop(core::InstrumentId market, double from, double to)
{
    const auto latest = m_session->latest();
    const auto move = latest != nullptr && m_session->isRunning()
                          ? stopMoveOf(*latest, market, from, to)
                          : std::nullopt;
    if (!move) {
        return;
    }
    auto* dialog = new StopMoveDialog{*move, m_window.get()};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, engine = move->engine, price = move->to] {
        m_session->moveStop(engine, price);
    });
    dialog->open();
}

void Application::connectInspector()
{
    m_inspector = new InspectorPanel;
    m_window->setInspector(m_inspector);
    connect(m_inspector, &InspectorPanel::stepRequested, this,
            [this](int direction) { inspectNext(direction, false); });
    connect(m_inspector, &InspectorPanel::nextRefusalRequested, this,
            [this] { inspectNext(1, true); });
    for (ChartController* chart : m_charts) {
        connect(chart, &ChartController::stopDragged, this, &Application::askForStop);
        connect(chart, &ChartController::markChosen, this, [this](const QString& mark) {
            if (mark.startsWith(u"signal "_s)) {
                inspect(mark.mid(7).toLongLong());
            }
        });
    }
}

/// Explains the signal with that number in the inspector and brings it to the front.
void Application::inspect(qint64 id)
{
    const auto latest = m_session->latest();
    if (latest == nullptr || !latest->signalLog) {
        return;
    }
    for (const session::SignalStatus& signal : *latest->signalLog) {
        if (static_cast<qint64>(signal.id) == id) {
            m_inspector->setInspection(inspectionOf(*latest, signal));
            m_window->showInspector();
        }
    }
}

/// The next signal in that direction, or the next that was refused; after the last the first.
void Application::inspectNext(int direction, bool refusedOnly)
{
    const auto latest = m_session->latest();
    if (latest == nullptr || !latest->signalLog || latest->signalLog->empty()) {
        return;
    }
    const auto& log = *latest->signalLog;
    const auto count = static_cast<qint64>(log.size());
    qint64 at = direction > 0 ? -1 : count;
    for (qint64 i = 0; i < count; ++i) {
        if (static_cast<qint64>(log[static_cast<std::size_t>(i)].id) == m_inspector->shown().id) {
            at = i;
        }
    }
    for (qint64 tried = 0; tried < count; ++tried) {
        at = (at + direction + count) % count;
        const session::SignalStatus& signal = log[static_cast<std::size_t>(at)];
        if (!refusedOnly || !signal.sent) {
            showChosen(*latest, log, static_cast<qint64>(signal.id), &session::SignalStatus::time);
            inspect(static_cast<qint64>(signal.id));
            return;
        }
    }
}

void Application::updateRunning()
{
    const auto latest = m_session->latest();
    RunningFacts facts;
    if (m_session->isRunning() && latest != nullptr) {
        facts.engines = static_cast<int>(latest->engines.size());
        facts.positions = static_cast<int>(latest->positions.size());
    }
    facts.backtest = m_backtest->isRunning();
    m_window->setRunning(facts);
}

void Application::refreshLook()
{
    const Theme theme = makeTheme(m_scheme, m_direction);
    applyTheme(*qApp, theme);
    for (ChartController* chart : m_charts) {
        chart->setTheme(theme);
    }
    m_equity->setChartStyle(chartStyleOf(theme));
    m_backtest->setTheme(theme);
    m_risk->whatIf().setTheme(theme);
}

void Application::followSession()
{
    const auto latest = m_session->latest();
    for (ChartController* chart : m_charts) {
        if (latest != nullptr) {
            chart->follow(latest);
        }
    }
    if (latest != nullptr && latest->equityCurve && latest->equityCurve.get() != m_shownEquity
        && m_equity->isVisible())
    {
        m_shownEquity = latest->equityCurve.get();
        std::vector<charts::EquityPoint> points;
        points.reserve(latest->equityCurve->size());
        for (const core::EquityPoint& point : *latest->equityCurve) {
            points.push_back({core::toMilliseconds(point.time),
                              static_cast<double>(point.equity.count()) / 1e6});
        }
        const double start = points.empty() ? 0.0 : points.front().equity;
        std::vector<std::int64_t> changes;
        for (const core::Timestamp change : latest->limitChanges) {
            changes.push_back(core::toMilliseconds(change));
        }
        m_equity->setChanges(std::move(changes));
        m_equity->setPoints(std::move(points), start);
    }
}

void Application::connectLook()
{
    connect(m_window.get(), &MainWindow::themeRequested, this, &Application::setScheme);
    connect(m_window.get(), &MainWindow::directionColoursRequested, this,
            &Application::setDirection);
    connect(m_window.get(), &MainWindow::textScaleRequested, this, &Application::setTextScale);
}

void Application::setScheme(Scheme scheme)
{
    m_scheme = scheme;
    m_settings.setValue(u"look/scheme"_s, static_cast<int>(scheme));
    refreshLook();
}

void Application::setDirection(DirectionColours direction)
{
    m_direction = direction;
    m_settings.setValue(u"look/direction"_s, static_cast<int>(direction));
    refreshLook();
}

void Application::setTextScale(int percent)
{
    const int scale = std::clamp(percent, 80, 200);
    m_settings.setValue(u"look/textscale"_s, scale);
    QFont font = QApplication::font();
    font.setPointSizeF(m_basePointSize * scale / 100.0);
    QApplication::setFont(font);
    if (m_equity != nullptr) {
        refreshLook();
    }
}

void Application::say(LogLevel level, const QString& text)
{
    m_window->addLog(
        {{--m_saidLines, QDateTime::currentMSecsSinceEpoch(), level, tr("Desktop"), text}});
}

} // namespace wick::desktop
