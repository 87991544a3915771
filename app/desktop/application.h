#pragma once

#include "app/desktop/backtestcontroller.h"
#include "app/desktop/chartcontroller.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/models/limitrows.h"
#include "app/desktop/sessioncontroller.h"
#include "app/desktop/theme/theme.h"

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

class RiskEditor;

/// What the command line asks of the desktop.
struct DesktopOptions
{
    QString dataFolder; ///< where settings and stores live
    QStringList candleFiles;
    std::uint64_t seed = 0;    ///< of the practice market; 0 is the default
    std::optional<QSize> size; ///< of the window on its first start; none: what the screen has
};

/// The desktop put together: settings, theme, window and session. Thread: GUI.
class Application final : public QObject
{
    Q_OBJECT
public:
    explicit Application(DesktopOptions options, QObject* parent = nullptr);
    ~Application() override;

    /// Shows the window and starts the practice market.
    void start();

    [[nodiscard]] MainWindow& window() noexcept { return *m_window; }
    [[nodiscard]] SessionController& session() noexcept { return *m_session; }
    [[nodiscard]] BacktestController& backtest() noexcept { return *m_backtest; }

private:
    void connectLook();
    void setScheme(Scheme scheme);
    void setDirection(DirectionColours direction);
    void setTextScale(int percent);
    void connectRisk();
    void connectCharts();
    void connectBacktest();
    void updateRunning();
    void refreshLook();
    void followSession();
    void applyLimits(const std::vector<LimitChange>& changes, const QString& note);
    void say(LogLevel level, const QString& text);

    DesktopOptions m_options;
    QSettings m_settings;
    Scheme m_scheme = Scheme::Dark;
    DirectionColours m_direction = DirectionColours::BlueOrange;
    double m_basePointSize = 10.0;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<SessionController> m_session;
    std::unique_ptr<BacktestController> m_backtest;
    RiskEditor* m_riskEditor = nullptr; ///< owned by the window
    std::vector<LimitVersion> m_versions;
    std::array<ChartController*, 2> m_charts{}; ///< children of this
    charts::EquityView* m_equity = nullptr;     ///< owned by the window
    const void* m_shownEquity = nullptr;
    qint64 m_saidLines = 0;
};

} // namespace wick::desktop
