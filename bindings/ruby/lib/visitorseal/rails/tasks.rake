# frozen_string_literal: true

namespace :visitorseal do
  desc "Names what is wrong with config.visitorseal, and exits with 1 where there is something; for deployments"
  task check: :environment do
    exit 1 unless Visitorseal::Rails::Check.new.report
  end
end
