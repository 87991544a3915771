#include "app/desktop/views/fleetview.h"

#include "app/desktop/theme/typescale.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

FleetView::FleetView(QWidget* parent)
    : QWidget(parent)
    , m_model(new EnginesModel{this})
    , m_panel(new TablePanel{
          m_model,
          {u"layers"_s, tr("No engines yet"), tr("Add an engine to this session to see it here.")},
          this})
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panel);
    m_panel->setExportName(u"fleet"_s);
    m_panel->view().setAccessibleName(tr("Fleet"));
    connect(&m_panel->view(), &TableView::acted, this,
            [this](CellAction action, const QVariant& key) {
                Q_EMIT engineAction(action, key.toInt());
            });
    connect(&m_panel->view(), &TableView::rowChosen, this,
            [this](const QVariant& key) { Q_EMIT engineChosen(key.toInt()); });
    connect(&m_panel->view(), &TableView::compactChanged, m_model, &EnginesModel::setCompact);
    m_model->setCompact(m_panel->view().isCompact());
}

void FleetView::setEngines(std::vector<EngineRow> engines)
{
    m_model->setRows(std::move(engines));
}

int FleetView::fullHeight() const
{
    const Metrics heights = metrics();
    return heights.header + std::max(1, m_model->rowCount()) * heights.row + 1;
}

} // namespace wick::desktop
