#pragma once

#include "app/desktop/backtestcontroller.h"
#include "app/desktop/chartcontroller.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/sessioncontroller.h"
#include "app/desktop/theme/theme.h"
#include "app/session/datafolder.h"

#include <QObject>
#include <QSettings>
#include <QSize>
#include <QStringList>

#include <array>
#include <memory>
#include <optional>

namespace wick::charts {
class EquityView;
}

namespace wick::desktop {

class InspectorPanel;
class RiskController;

/// What the command line asks of the desktop.
struct DesktopOptions
{
    QStringList candleFiles;
    std::uint64_t seed = 0;                    ///< of the practice market; 0 is the default
    core::Money balance = core::usdc(100'000); ///< of the paper account
    std::optional<QSize> size; ///< of the window on its first start; none: what the screen has
    std::optional<core::Duration> holdAfter{}; ///< market time after which the market pauses
    bool newAccount = false;                   ///< begin one instead of going on with the last
};

/// The desktop put together: settings, theme, window and session, in a data folder that it holds
/// alone. Thread: GUI.
class Application final : public QObject
{
    Q_OBJECT
public:
    Application(session::DataFolder folder, DesktopOptions options, QObject* parent = nullptr);
    ~Application() override;

    /// Shows the window and starts the practice market.
    void start();

    [[nodiscard]] MainWindow& window() noexcept { return *m_window; }
    [[nodiscard]] SessionController& session() noexcept { return *m_session; }
    [[nodiscard]] BacktestController& backtest() noexcept { return *m_backtest; }
    [[nodiscard]] RiskController& risk() noexcept { return *m_risk; }

private:
    void startSession();
    void refuseToStart(const QString& what, const QString& why, const QString& remedy);
    void connectLook();
    void setScheme(Scheme scheme);
    void setDirection(DirectionColours direction);
    void setTextScale(int percent);
    void connectCharts();
    void linkCharts();
    void setChartLink(ChartLink link);
    template <typename Row>
    void showChosen(const session::Snapshot& snapshot,
                    const std::vector<Row>& rows,
                    qint64 id,
                    core::Timestamp Row::*when);
    void connectBacktest();
    void connectInspector();
    void inspect(qint64 id);
    void inspectNext(int direction, bool refusedOnly);
    void updateRunning();
    void refreshLook();
    void followSession();
    void askForStop(core::InstrumentId market, double from, double to);
    void say(LogLevel level, const QString& text);

    session::DataFolder m_folder;
    DesktopOptions m_options;
    QSettings m_settings;
    Scheme m_scheme = Scheme::Dark;
    DirectionColours m_direction = DirectionColours::BlueOrange;
    double m_basePointSize = 10.0;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<SessionController> m_session;
    std::unique_ptr<BacktestController> m_backtest;
    RiskController* m_risk;                     ///< child of this
    std::array<ChartController*, 4> m_charts{}; ///< children of this
    ChartLink m_chartLink = ChartLink::Nothing;
    charts::EquityView* m_equity = nullptr; ///< owned by the window
    InspectorPanel* m_inspector = nullptr;  ///< owned by the window
    const void* m_shownEquity = nullptr;
    qint64 m_saidLines = 0;
};

} // namespace wick::desktop
