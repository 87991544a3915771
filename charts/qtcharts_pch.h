#pragma once
// What nearly every file of the chart hosts includes; compiled once a target.
#include <QPainter>
#include <QString>
#include <QWidget>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>

#include <memory>
#include <optional>
#include <vector>
