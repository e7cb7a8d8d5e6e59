# frozen_string_literal: true

class SessionsController < ApplicationController
  def create
    session[:user] = params[:id]
    head :no_content
  end

  def destroy
    reset_session
    render "pages/left"
  end
end
